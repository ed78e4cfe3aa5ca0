import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceOf, foldEntries, nothingYet } from '../../../../functions/money/meters/account-fold.ts';
import { addEntries } from '../../../../functions/money/meters/enter-account.ts';
import { newMeterSchema } from '../../../../functions/money/meters/meter.ts';
import { metersPolicy } from '../../../../functions/money/meters/meters.policy.ts';
import { accounts, heldReadings, lowNotices } from '../../../../functions/money/meters/meters.store.ts';
import {
  defaultLevels,
  type PrepaidEntry,
  type Prices,
  tariffOf,
} from '../../../../functions/money/meters/prepaid-entries.ts';
import { pageByTime, stateAt } from '../../../../functions/money/meters/read-account.ts';
import { confirmationOf, readingEntry, reversalOf } from '../../../../functions/money/meters/reading.ts';
import { readingsOf } from '../../../../functions/money/meters/reading-view.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { balanceAt, balanceHistory, crossingsOf, judgeReadings } from '../../../models/meter-model.ts';
import { emptyTables, stored } from '../../real-table.ts';

/*
 * An account continues from its state, or is folded again from the nearest opening. In any order of entries
 * it must equal the pure rules over all entries.
 */

const zone = 'Asia/Shanghai';
const meterId = 'm1';
const policy = metersPolicy.defaultOf('e1');
const act = { actor: { kind: 'system', id: 'test' }, recordedAt: '2026-01-01T04:00:00Z' } as const;
const details = { meterId, unitId: 'u1', utility: 'electricity', feeItemId: 'f1', prepaid: true, plate: '1' };
const meter = {
  ...newMeterSchema.parse(details),
  meterId,
  estateId: 'e1',
  unitLabel: '1栋1',
  installedAt: act.recordedAt,
  updatedAt: act.recordedAt,
  version: 1,
};
const firstPrice: Prices = [{ from: '2024-01-01', price: '0.5383' }];
const bothPrices: Prices = [...firstPrice, { from: '2025-02-10', price: '0.77' }];

const timeOf = (day: number, hour: number) =>
  new Date(Date.parse(`${addDays('2025-01-01', day)}T00:00:00+08:00`) + hour * 3_600_000).toISOString();
const reading = (day: number, hour: number, tenths: number, by: 'person' | 'device') =>
  readingEntry({ meterId, takenAt: timeOf(day, hour), value: (tenths / 10).toFixed(1), by }, zone);

const anyReading = fc
  .tuple(
    fc.integer({ min: 0, max: 75 }),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: -400, max: 900 }),
    fc.boolean(),
  )
  // About six kWh a day: some readings are below the previous one, some far above.
  .map(([day, hour, noise, isPerson]) =>
    reading(
      day,
      hour,
      Math.max(0, 60 * day + (Math.abs(noise) > 350 ? noise : noise / 20) + hour) | 0,
      isPerson ? 'person' : 'device',
    ),
  );
const anyTopUp = fc
  .tuple(fc.integer({ min: 0, max: 75 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 100, max: 9_000 }))
  .map(([day, hour, fen]): PrepaidEntry => {
    return {
      kind: 'top-up',
      id: `pay-${day}-${hour}-${fen}`,
      at: timeOf(day, hour),
      fen,
      payerId: day % 3 === 0 ? 'psn_2' : 'psn_1',
    };
  });

/**
 * Entries that arrive together. Reversals and confirmations refer to earlier entries, or to a later payment.
 */
const anyComing = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('batch' as const),
      entries: fc.array(anyReading, { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('batch' as const), entries: fc.tuple(anyTopUp) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reverse' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('confirm' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bounced first' as const), topUp: anyTopUp }) },
);
const anyStory = fc.record({
  coming: fc.array(anyComing, { minLength: 1, maxLength: 25 }),
  priceComesAt: fc.nat({ max: 30 }),
});

const dayOf = (entry: PrepaidEntry) =>
  dayIn(zone, entry.kind === 'reading' ? entry.takenAt : entry.kind === 'top-up' ? entry.at : '');

/** Runs a story through the account; returns all entries in the order of their arrival. */
async function lived({ coming, priceComesAt }: typeof anyStory extends fc.Arbitrary<infer S> ? S : never) {
  await emptyTables('owners', 'ledger');
  const all: PrepaidEntry[] = [];
  const enterAll = async (entries: readonly { day: string; entry: PrepaidEntry }[], i: number) => {
    const terms = { meter, zone, policy, prices: i < priceComesAt ? firstPrice : bothPrices };
    const { transaction } = await addEntries(terms, entries, act);
    await transaction?.commit();
    all.push(...entries.map(({ entry }) => entry));
  };
  for (const [i, come] of [...coming, { kind: 'again' as const, pick: 0 }].entries()) {
    if (come.kind === 'batch') {
      await enterAll(
        come.entries.map((entry) => ({ day: dayOf(entry), entry })),
        i,
      );
      continue;
    }
    if (come.kind === 'bounced first') {
      const reversal = reversalOf(come.topUp.id, 'bank', 'bounced');
      await enterAll([{ day: dayOf(come.topUp), entry: reversal }], i);
      await enterAll([{ day: dayOf(come.topUp), entry: come.topUp }], i);
      continue;
    }
    const known = all.filter((one) => one.kind === 'reading' || (one.kind === 'top-up' && come.kind !== 'confirm'));
    const picked = known[come.pick % Math.max(1, known.length)];
    if (!picked) continue;
    const day = dayOf(picked);
    if (come.kind === 'again') await enterAll([{ day, entry: picked }], i);
    if (come.kind === 'reverse') await enterAll([{ day, entry: reversalOf(picked.id, 'a', 'misread') }], i);
    if (come.kind === 'confirm') await enterAll([{ day, entry: confirmationOf(picked.id, 'a') }], i);
  }
  // A last entry, so that a price that arrived without entries takes effect.
  await enterAll(
    [{ day: '2025-03-20', entry: { kind: 'top-up', id: 'last', at: timeOf(78, 0), fen: 1, payerId: 'psn_1' } }],
    99,
  );
  return all;
}

describe('the account of a meter', () => {
  test('R11.5, D24 equals the pure rules over all entries, in any order and with repetitions', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.array(fc.nat({ max: 80 * 24 }), { maxLength: 4 }), async (story, hours) => {
        const all = await lived(story);
        const rules = [{ checks: policy.checks, levels: defaultLevels }];
        const steps = foldEntries(nothingYet, all, { tariff: tariffOf(bothPrices, zone), rules });
        const account = await get(accounts, { meterId });
        if (!account) throw new Error('there is no account');
        expect(account.state).toEqual(JSON.parse(JSON.stringify(steps.at(-1)?.after)));

        const history = balanceHistory(all, { prices: bothPrices, checks: policy.checks, zone });
        for (const hour of hours) {
          const at = timeOf(0, hour);
          const state = await stateAt(account, at, zone);
          const expected = steps.findLast((step) => Date.parse(step.at) <= Date.parse(at))?.after ?? nothingYet;
          expect(state).toEqual(JSON.parse(JSON.stringify(expected)));
          expect(balanceOf(state)).toBe(balanceAt(history, at));
        }

        const crossings = crossingsOf(history, defaultLevels).map(({ levelFen, armedBy }) => `${levelFen} ${armedBy}`);
        const notices = await stored(lowNotices);
        const stand = notices.filter(({ withdrawnAt }) => withdrawnAt === undefined);
        expect(stand.map(({ levelFen, armedBy }) => `${levelFen} ${armedBy}`).sort()).toEqual(crossings.sort());

        const held = (await stored(heldReadings)).map(({ readingId }) => readingId);
        expect(held.sort()).toEqual(account.state.held.map(({ readingId }) => readingId).sort());
      }),
      { numRuns: 30 },
    );
  });

  test('D24 lists its readings page by page as the rules judge them, reversed ones included', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        const all = await lived(story);
        const account = await get(accounts, { meterId });
        if (!account) throw new Error('there is no account');
        const listed: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await pageByTime(account, { limit: 7, cursor }, zone, (day) => readingsOf(day, zone));
          listed.push(...page.items.map(({ readingId, state }) => `${readingId} ${state}`));
          cursor = page.cursor;
        } while (cursor);
        const judged = judgeReadings(
          all.filter((one) => one.kind !== 'top-up'),
          policy.checks,
        );
        const states = new Map(judged.map(({ entry, state }) => [entry.id, state]));
        const ids = new Set(all.filter((one) => one.kind === 'reading').map(({ id }) => id));
        expect(listed.sort()).toEqual([...ids].map((id) => `${id} ${states.get(id) ?? 'reversed'}`).sort());
      }),
      { numRuns: 10 },
    );
  });
});
