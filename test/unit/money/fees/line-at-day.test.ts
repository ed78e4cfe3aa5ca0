import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postedOpen } from '../../../../functions/money/fees/bill.ts';
import { addCosts } from '../../../../functions/money/fees/bill-costs.ts';
import { totalOf } from '../../../../functions/money/fees/debt-parts.ts';
import { writeOffBill } from '../../../../functions/money/fees/end-bill.ts';
import { linesAt } from '../../../../functions/money/fees/line-at-day.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { balanceOn } from '../../../models/ledger-model.ts';
import { billOf, credited, paid, waived, writtenOff } from '../finance-reports/a-unit.ts';
import { aBill, Counter, parts, receivable } from './a-bill.ts';

const open = (lines: ReturnType<typeof linesAt>) => lines.map(({ openFen }) => openFen);

describe('the lines of a bill at the end of a ledger day', () => {
  const bill = billOf('b1', { property: 200, water: 100 });

  test('a bill is owed from the day of its entry, and not after it was cancelled', () => {
    expect(linesAt(bill, '2025-12-31')).toEqual([]);
    expect(open(linesAt(bill, '2026-01-01'))).toEqual([20_000, 10_000]);
    const gone = { ...bill, status: 'cancelled' as const, cancelled: { on: '2026-02-01', by: 'x', reason: 'y' } };
    expect(open(linesAt(gone, '2026-01-31'))).toEqual([20_000, 10_000]);
    expect(linesAt(gone, '2026-02-01')).toEqual([]);
    expect(linesAt({ ...bill, entryId: undefined, status: 'draft' }, '2026-06-01')).toEqual([]);
  });

  test('a payment counts by its ledger day and is shared in proportion to what is open', () => {
    const late = { ...bill, paid: [paid('2026-02-01', 100, { postedOn: '2026-02-03' })] };
    expect(open(linesAt(late, '2026-02-02'))).toEqual([20_000, 10_000]);
    expect(open(linesAt(late, '2026-02-03'))).toEqual([13_333, 6_667]);
    expect(linesAt(late, '2026-02-03').map(({ receivedFen }) => receivedFen)).toEqual([6_667, 3_333]);
  });

  test('a payment that was posted before the bill is a credit until the bill is posted', () => {
    const early = { ...bill, paid: [paid('2025-12-20', 40)] };
    expect(linesAt(early, '2025-12-19')).toEqual([]);
    expect(open(linesAt(early, '2025-12-20'))).toEqual([-4_000, 0]);
    expect(open(linesAt(early, '2026-01-01')).reduce((sum, fen) => sum + fen, 0)).toBe(26_000);
  });

  test('money of one fee item pays its line only (R11.4)', () => {
    const both = { ...bill, paid: [paid('2026-02-01', 50), paid('2026-02-02', 100, { purpose: 'water' })] };
    expect(open(linesAt(both, '2026-02-02'))).toEqual([15_000, 0]);
  });

  test('credit notes, waivers and write-offs lower their own lines, and nothing counts twice', () => {
    const many = {
      ...bill,
      credited: [credited('2026-02-01', 40, bill)],
      waived: [waived('2026-02-02', 30, 'water')],
      paid: [paid('2026-02-03', 60)],
      writtenOff: writtenOff('2026-03-01', 170),
    };
    const before = linesAt(many, '2026-02-28');
    expect(before.map((line) => [line.creditedFen, line.waivedFen, line.billedFen])).toEqual([
      [4_000, 0, 20_000],
      [0, 3_000, 10_000],
    ]);
    expect(open(before).reduce((sum, fen) => sum + fen, 0)).toBe(17_000);
    const after = linesAt(many, '2026-03-01');
    expect(open(after)).toEqual([0, 0]);
    expect(after.reduce((sum, line) => sum + line.writtenOffFen, 0)).toBe(17_000);
  });

  test('what was given up and credited later is no longer given up', () => {
    const one = billOf('b2', { property: 100 });
    const both = { ...one, waived: [waived('2026-02-01', 30)], credited: [credited('2026-02-02', 100, one, 30)] };
    expect(linesAt(both, '2026-02-02')).toMatchObject([{ creditedFen: 10_000, waivedFen: 0, openFen: 0 }]);
  });

  test('on every day the open amounts are the postings of the bill', () => {
    const days = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 30_000 }), fc.nat(3)), {
      minLength: 1,
      maxLength: 12,
    });
    let compared = 0;
    fc.assert(
      fc.property(days, (steps) => {
        const counter = new Counter(aBill());
        let day = '2025-04-05';
        for (const [[gap, fen, what], nth] of steps.map((step, i) => [step, i] as const)) {
          day = addDays(day, gap);
          const left = postedOpen(counter.bill).principal;
          if (what === 0 && left > 0) {
            // Half of the payments are entered some days later than they were made.
            const on = addDays(day, -(fen % 3));
            if (on >= '2025-04-05') counter.pay(`pay_${nth}`, parts({ principal: Math.min(fen, left) }), on, day);
          } else if (what === 1 && counter.bill.status === 'published') {
            counter.change(day, (change, context) => addCosts(change, { what: '邮费', fen }, context));
          } else if (what === 2 && counter.paidOf(`pay_${nth - 1}`) > 0) {
            counter.unpay(`pay_${nth - 1}`, day);
          } else if (what === 3 && nth === steps.length - 1 && counter.bill.status === 'published') {
            counter.change(day, (change, context) => writeOffBill(change, { reason: '无法追收' }, context));
          }
        }
        expect(open(linesAt(counter.bill, day)).reduce((sum, fen) => sum + fen, 0)).toBe(
          totalOf(postedOpen(counter.bill)),
        );
        for (let asOf = '2025-02-27'; asOf <= day; asOf = addDays(asOf, 1)) {
          const sum = open(linesAt(counter.bill, asOf)).reduce((all, fen) => all + fen, 0);
          expect(sum).toBe(balanceOn(counter.recorded, receivable, asOf));
          compared += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});
