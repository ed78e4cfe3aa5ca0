import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test, vi } from 'vitest';
import { entries as entriesOf } from '../../../../functions/money/ledger/ledger.store.ts';
import { addEntries } from '../../../../functions/money/meters/enter-account.ts';
import { newMeterSchema } from '../../../../functions/money/meters/meter.ts';
import { meterSettlement } from '../../../../functions/money/meters/meter-settlement.job.ts';
import { metersPolicy } from '../../../../functions/money/meters/meters.policy.ts';
import { accounts, meters, priceLists, settlements } from '../../../../functions/money/meters/meters.store.ts';
import type { PrepaidEntry } from '../../../../functions/money/meters/prepaid-entries.ts';
import { readingEntry } from '../../../../functions/money/meters/reading.ts';
import { settleMeter } from '../../../../functions/money/meters/settle-meter.ts';
import { estates } from '../../../../functions/register/owners/owners.store.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { emptyTables, store, stored } from '../../real-table.ts';

/* A settlement that is interrupted, repeated or concurrent with a reading: each month is settled once. */

const zone = 'Asia/Shanghai';
const meterId = 'm1';
const at = '2025-06-01T04:00:00Z';
const act = { actor: { kind: 'system', id: 'test' }, recordedAt: at } as const;
const of = { estateId: 'e1', updatedAt: at, version: 1 };
const meter = {
  ...newMeterSchema.parse({
    meterId,
    unitId: 'u1',
    utility: 'electricity',
    feeItemId: 'f1',
    prepaid: true,
    plate: '1',
  }),
  ...of,
  meterId,
  unitLabel: '1栋1',
  installedAt: at,
};
const prices = [{ from: '2024-01-01', price: '0.5' }];
const read = (takenAt: string, value: string) => readingEntry({ meterId, takenAt, value, by: 'device' }, zone);
const paid: PrepaidEntry = { kind: 'top-up', id: 'pay1', at: '2025-03-01T00:00:00Z', fen: 20_000, payerId: 'psn_1' };

async function entered(entry: PrepaidEntry, takenAt: string): Promise<void> {
  const terms = { meter, zone, policy: metersPolicy.defaultOf('e1'), prices };
  const { transaction } = await addEntries(terms, [{ day: dayIn(zone, takenAt), entry }], act);
  await transaction?.commit();
}
const settle = () => settleMeter(meterId, act, Temporal.Instant.from(at));
const months = async () => (await stored(settlements)).map(({ month, fen }) => `${month} ${fen}`).sort();
const posted = async () => (await stored(entriesOf)).map(({ entry }) => entry.postings[0]?.fen).sort();

beforeEach(async () => {
  vi.restoreAllMocks();
  await emptyTables('owners', 'ledger');
  await store(estates, { ...of, code: 'YG', name: '阳光花园', language: 'zh-CN', calendar: stateCouncilCalendar() });
  await store(meters, meter);
  const versions = [{ number: 1, from: '2024-01-01', price: '0.5' }];
  await store(priceLists, { ...of, feeItemId: 'f1', utility: 'electricity', held: true, versions });
  await entered(paid, paid.at);
  for (const [month, value] of ['0', '100', '150', '180'].entries()) {
    const takenAt = `2025-0${month + 2}-20T04:00:00Z`;
    await entered(read(takenAt, value), takenAt);
  }
});

test('the next run completes what a crash left, and settles nothing twice', async () => {
  const commit = Transaction.prototype.commit;
  let commits = 0;
  vi.spyOn(Transaction.prototype, 'commit').mockImplementation(function (this: Transaction) {
    commits += 1;
    if (commits === 2) throw new Error('out of time');
    return commit.call(this);
  });
  await expect(settle()).rejects.toThrow('out of time');
  // February gives nothing to settle: a base reading without usage.
  expect(await months()).toEqual([]);
  commits = 2;
  await settle();
  expect(await months()).toEqual(['2025-03 5000', '2025-04 2500', '2025-05 1500']);
  expect(await posted()).toEqual([1_500, 2_500, 5_000]);
  expect(await settle()).toBe(0);
  expect(await posted()).toHaveLength(3);
  expect((await get(accounts, { meterId }))?.toSettle).toBeUndefined();
});

test('two concurrent runs settle once: the second meets a version conflict and leaves it to the next run', async () => {
  const both = await Promise.allSettled([settle(), settle()]);
  expect(both.filter(({ status }) => status === 'rejected').length).toBeLessThan(2);
  await settle();
  expect(await months()).toEqual(['2025-03 5000', '2025-04 2500', '2025-05 1500']);
  expect(await posted()).toEqual([1_500, 2_500, 5_000]);
});

test('nothing is settled before a month and six more hours are over', async () => {
  expect(await settleMeter(meterId, act, Temporal.Instant.from('2025-02-28T21:59:59Z'))).toBe(0);
  expect(await settleMeter(meterId, act, Temporal.Instant.from('2025-03-31T22:00:00Z'))).toBe(2);
  expect(await months()).toEqual(['2025-03 5000']);
});

test('a meter without a known price does not block the others, and raises the alarm', async () => {
  await store(meters, { ...meter, meterId: 'm2', feeItemId: 'nobody-knows' });
  const known = await get(accounts, { meterId });
  if (!known) throw new Error('there is no account');
  await store(accounts, { ...known, meterId: 'm2' });
  await expect(meterSettlement.run(Temporal.Instant.from(at))).rejects.toThrow('1 of 2 due meter-settlement failed');
  expect(await months()).toEqual(['2025-03 5000', '2025-04 2500', '2025-05 1500']);
});
