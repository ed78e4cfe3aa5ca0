import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defectSchema } from '../../../../../functions/homes/handovers/inspection/defect.ts';
import { inspectionOf, presentAt } from '../../../../../functions/homes/handovers/inspection/inspection.ts';
import type { InspectionRecord } from '../../../../../functions/homes/handovers/inspection/inspection-record.ts';
import {
  addRecords,
  atOnce,
  type Inspection,
} from '../../../../../functions/homes/handovers/inspection/record-inspection.ts';
import { reviewSchema } from '../../../../../functions/homes/handovers/inspection/review.ts';
import { saveHandover } from '../../../../../functions/homes/handovers/save-handover.ts';
import type { ActionContext } from '../../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../../shared/events/transaction.ts';
import { aHandover } from '../../../../unit/homes/handovers/a-handover.ts';
import { anySet, settled } from '../../../../unit/homes/handovers/inspection/records-at-hand.ts';
import { emptyTables, itemsOf } from '../../../real-table.ts';

const act: ActionContext = { actor: { kind: 'system', id: 'day' }, recordedAt: '2026-03-02T00:00:00Z' };
const items = ['kitchen/floor', 'bathroom/drain'];

/** Records of a whole day, with supervisors' decisions about some of them at any time. */
const anyDay = anySet.chain((set) => {
  const decision = fc
    .record({
      item: fc.constantFrom(...items),
      nth: fc.nat(300),
      decided: fc.subarray(set),
      counting: fc.func(fc.boolean()),
    })
    .map(({ item, nth, decided, counting }) => {
      const own = decided.filter((one) => 'itemId' in one && one.itemId === item);
      const counts = own.filter(({ key }) => counting(key));
      return settled(
        `s${nth}`,
        nth,
        counts,
        own.filter((one) => !counts.includes(one)),
        item,
      );
    });
  return fc
    .array(decision, { maxLength: 3 })
    .map((more) => [...new Map([...set, ...more].map((one) => [one.key, one])).values()]);
});

/** The records of a day as they arrive: in batches of any size, in any order, some repeated. */
const arriving = (day: readonly InspectionRecord[]) =>
  fc
    .tuple(fc.shuffledSubarray([...day], { minLength: day.length }), fc.subarray([...day]), fc.nat(1_000))
    .chain(([order, again, seed]) => {
      const all = [...order];
      for (const [nth, one] of again.entries()) all.splice((seed * (nth + 7)) % (all.length + 1), 0, one);
      return fc
        .array(fc.integer({ min: 1, max: atOnce }), { minLength: all.length, maxLength: all.length })
        .map((sizes) => {
          const batches: InspectionRecord[][] = [];
          for (let from = 0, nth = 0; from < all.length; nth += 1) {
            const to = from + (sizes[nth] ?? 1);
            batches.push(all.slice(from, to));
            from = to;
          }
          return batches;
        });
    });

/** The stored result of a home after all batches, without ids and times. */
async function taken(batches: readonly (readonly InspectionRecord[])[]) {
  await emptyTables('handovers');
  let inspection: Inspection = { handover: aHandover({ state: 'inspecting' }), records: [], zone: 'Asia/Shanghai' };
  await saveHandover(new Transaction(), inspection.handover, undefined, act).commit();
  for (const batch of batches) {
    const known = new Set(inspection.records.map(({ key }) => key));
    const fresh = [...new Map(batch.map((one) => [one.key, one])).values()].filter(({ key }) => !known.has(key));
    if (fresh.length === 0) continue;
    const { inspection: after, transaction } = addRecords(inspection, fresh, act, 'b');
    await transaction.commit();
    inspection = after;
  }
  const all = await itemsOf('handovers');
  const ofType = (type: string) => all.filter((one) => one.type === type);
  const { state, openDefects, blockingDefects } = inspection.handover;
  return {
    state,
    openDefects,
    blockingDefects,
    records: ofType('inspection-record')
      .map(({ key }) => String(key))
      .sort(),
    defects: ofType('defect')
      .map((one) => ({ ...defectSchema.parse(one), updatedAt: '', version: 0 }))
      .sort(byItem),
    // A review that closed because the missing record arrived no longer matters.
    reviews: ofType('inspection-review')
      .map((one) => ({ ...reviewSchema.parse(one), updatedAt: '', version: 0 }))
      .filter((one) => one.state === 'open')
      .sort(byItem),
  };
}

const byItem = (a: { itemId: string }, b: { itemId: string }) => (a.itemId < b.itemId ? -1 : 1);

describe('records of a whole day, in any batches, in any order and repeated (D18)', () => {
  const twoWays = anyDay.chain((day) => fc.tuple(fc.constant(day), arriving(day)));

  test('give the same inspection, in the same order', () => {
    fc.assert(
      fc.property(twoWays, ([day, batches]) => {
        const text = (records: readonly InspectionRecord[]) =>
          JSON.stringify([
            presentAt(records),
            [...inspectionOf(records)].map(([id, item]) => [id, { ...item, waiting: [...item.waiting] }]),
          ]);
        expect(text(batches.flat())).toBe(text(day));
      }),
      { numRuns: 500 },
    );
  });

  test('leave the same home: records, defects, open reviews, counters and state', async () => {
    await fc.assert(
      fc.asyncProperty(twoWays, async ([day, batches]) => {
        expect(await taken(batches)).toEqual(await taken(day.map((one) => [one])));
      }),
      { numRuns: 50 },
    );
  });
});
