import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import { billUpdates } from '../../../../functions/money/fees/bill-updates.consumer.ts';
import { bills, handDeliveries } from '../../../../functions/money/fees/bills.store.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { aBill } from '../../../unit/money/fees/a-bill.ts';
import { afterReading, emptyTables, store, stored } from '../../real-table.ts';

const bill = aBill({ deliveries: [] });
const { billId, estateId, unitId, payerId, fen, dueOn, period, version } = bill;
const now = Temporal.Instant.from('2025-03-01T02:00:00Z');
const published = () => {
  const act = { actor: { kind: 'system', id: 'billing' }, recordedAt: now.toString() } as const;
  const data = { billId, unitId, payerId, fen, dueOn, ...period };
  const subject = { kind: 'bill', id: billId };
  return billUpdates.handle(eventOf({ name: 'BillPublished', data, act, estateId, subject, version, nth: 0 }), now);
};
beforeEach(() => emptyTables('owners', 'ledger'));

test('a bill of a payer without an address is delivered by hand', async () => {
  await store(bills, bill);
  await published();
  expect(await stored(handDeliveries)).toMatchObject([{ billId, why: 'no-address' }]);
});

test('a bill that is cancelled while its delivery is decided is delivered to nobody', async () => {
  await store(bills, bill);
  afterReading(bills.key({ billId }).pk, () => store(bills, { ...bill, status: 'cancelled', version: version + 1 }));
  await published();
  expect(await stored(handDeliveries)).toEqual([]);
});
