import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Charge,
  type Chargeable,
  chargePeriod,
  chargeSchema,
  type Measure,
} from '../../../../functions/money/fees/charge.ts';
import { chargeShare } from '../../../../functions/money/fees/charge-share.ts';
import type { Payer } from '../../../../functions/money/fees/payer.ts';
import { type FeeItem, versionOn, withVersion } from '../../../../functions/money/fees/tariff.ts';
import { addDays, daysOf, monthsOf, type Span } from '../../../../shared/kernel/periods.ts';

type Price = readonly [from: string, price: string, addOn?: string];

function feeItem(kind: FeeItem['kind'], ...prices: readonly Price[]): FeeItem {
  const tariff = prices.map(([from, price, addOn = '0'], i) => ({ from, price, addOn, ground: '合同', number: i + 1 }));
  return { feeItemId: 'fee_1', estateId: 'yangguang', name: '物业费', kind, tariff, version: 1 };
}

const always: readonly Payer[] = [{ payerId: 'li', from: '2000-01-01' }];

function chargeable(
  item: FeeItem,
  measure: Measure,
  from: string,
  to: string,
  more: Partial<Chargeable> = {},
): Chargeable {
  return { item, measure, period: { from, to }, unitId: 'unit_1', payers: always, rounding: 'fen-half-up', ...more };
}

const byArea = (area: string): Measure => ({ kind: 'building-area', area });
const fenOf = (what: Chargeable) => chargePeriod(what).charges.map((charge) => charge.fen);

/** Recomputes the stored steps of a charge in whole numbers, as an owner checks a bill. */
function workedOut(charge: Charge): number {
  const scaled = (decimal: string, decimals: number) => {
    const [whole = '', rest = ''] = decimal.split('.');
    return BigInt(whole + rest.padEnd(decimals, '0'));
  };
  let top = 0n;
  let bottom = 1n;
  for (const step of charge.steps) {
    const full = scaled(step.quantity, 8) * scaled(step.price, 8) + scaled(step.addOn, 16);
    top = top * BigInt(step.whole) + full * BigInt(step.part) * bottom;
    bottom *= BigInt(step.whole);
  }
  const whole = bottom * 10n ** 14n;
  return Number((top * 2n + whole) / (whole * 2n));
}

describe('the charge of a period', () => {
  const price268 = feeItem('building-area', ['2024-01-01', '2.68']);

  test('R4.2 is 239.51 for a month of 89.37 m2 at 2.68', () => {
    expect(fenOf(chargeable(price268, byArea('89.37'), '2025-01-01', '2025-01-31'))).toEqual([23_951]);
  });

  test('R4.2 is 718.53 for a quarter of 89.37 m2 at 2.68', () => {
    const { charges, uncharged } = chargePeriod(chargeable(price268, byArea('89.37'), '2025-01-01', '2025-03-31'));
    expect(uncharged).toEqual([]);
    expect(charges).toEqual([
      {
        estateId: 'yangguang',
        feeItemId: 'fee_1',
        kind: 'building-area',
        unitId: 'unit_1',
        payerId: 'li',
        from: '2025-01-01',
        to: '2025-03-31',
        steps: [
          {
            from: '2025-01-01',
            to: '2025-03-31',
            tariff: 1,
            quantity: '89.37',
            price: '2.68',
            addOn: '0',
            part: 3,
            whole: 1,
            yuan: '718.5348',
          },
        ],
        rounding: 'fen-half-up',
        fen: 71_853,
      },
    ]);
    expect(chargeSchema.parse(charges[0])).toEqual(charges[0]);
  });

  test('R4.2 is 2521.93 for a year of 89.43 m2 at 2.35, and 2521.92 billed by months', () => {
    const item = feeItem('building-area', ['2024-01-01', '2.35']);
    expect(fenOf(chargeable(item, byArea('89.43'), '2025-01-01', '2025-12-31'))).toEqual([252_193]);
    const months = monthsOf({ from: '2025-01-01', to: '2025-12-31' });
    const fen = months.flatMap(({ from, to }) => fenOf(chargeable(item, byArea('89.43'), from, to)));
    expect(fen.reduce((all, one) => all + one, 0)).toBe(252_192);
  });

  test('R4.3 is 140.40 for February when delivered on 2024-02-13, that day included', () => {
    const payers = [{ payerId: 'li', from: '2024-02-13' }];
    const { charges, uncharged } = chargePeriod(
      chargeable(price268, byArea('89.37'), '2024-02-01', '2024-02-29', { payers }),
    );
    expect(charges).toMatchObject([{ from: '2024-02-13', fen: 14_040 }]);
    expect(charges[0]?.steps).toMatchObject([{ part: 17, whole: 29, yuan: '4071.6972/29' }]);
    expect(uncharged).toEqual([{ from: '2024-02-01', to: '2024-02-12', why: 'no-payer' }]);
  });

  test('R4.1 has an add-on each month, fixed fees by month, and a separate price of the inside area', () => {
    const withLift = feeItem('building-area', ['2024-01-01', '2.00', '10.50']);
    expect(fenOf(chargeable(withLift, byArea('100.00'), '2025-01-01', '2025-02-28'))).toEqual([42_100]);
    const parking = feeItem('fixed', ['2024-01-01', '300.00']);
    expect(fenOf(chargeable(parking, { kind: 'fixed' }, '2025-01-01', '2025-01-31'))).toEqual([30_000]);
    const inside = feeItem('inside-area', ['2024-01-01', '3.00']);
    expect(fenOf(chargeable(inside, { kind: 'inside-area', area: '70.10' }, '2025-01-01', '2025-01-31'))).toEqual([
      21_030,
    ]);
  });

  test('R4.1 is usage times price plus add-on, as in R6.2: 12.0625 kWh at 0.5383 is 6.49', () => {
    const power = feeItem('metered', ['2024-01-01', '0.5383']);
    const uses = [{ from: '2025-01-01', to: '2025-01-31', quantity: '12.0625' }];
    expect(fenOf(chargeable(power, { kind: 'metered', uses }, '2025-01-01', '2025-01-31'))).toEqual([649]);
  });

  test('R4.5 splits the month by days when the price changes, and is rounded once', () => {
    const item = feeItem('building-area', ['2024-01-01', '2.35'], ['2025-04-11', '2.68']);
    const { charges } = chargePeriod(chargeable(item, byArea('89.37'), '2025-03-01', '2025-05-31'));
    expect(charges).toHaveLength(1);
    expect(charges[0]?.steps.map(({ from, tariff, part, whole }) => [from, tariff, part, whole])).toEqual([
      ['2025-03-01', 1, 1, 1],
      ['2025-04-01', 1, 10, 30],
      ['2025-04-11', 2, 20, 30],
      ['2025-05-01', 2, 1, 1],
    ]);
    // 89.37 x (2.35 + 2.35 x 10/30 + 2.68 x 20/30 + 2.68) = 89.37 x 7.6 (exactly) = 679.212
    expect(charges[0]?.fen).toBe(67_921);
  });

  test('R4.7 gives each owner their days after a sale', () => {
    const payers = [
      { payerId: 'li', from: '2020-01-01', to: '2025-02-10' },
      { payerId: 'wang', from: '2025-02-11' },
    ];
    const { charges } = chargePeriod(chargeable(price268, byArea('89.37'), '2025-01-01', '2025-03-31', { payers }));
    // 239.5116 x (1 + 10/28) and x (18/28 + 1)
    expect(charges.map(({ payerId, from, to, fen }) => [payerId, from, to, fen])).toEqual([
      ['li', '2025-01-01', '2025-02-10', 32_505],
      ['wang', '2025-02-11', '2025-03-31', 39_348],
    ]);
  });

  test('R22.3 divides 239.51 between two owners as 76.99 and 162.52, by largest remainder', () => {
    const payers = [
      { payerId: 'li', from: '2020-01-01', to: '2026-02-09' },
      { payerId: 'wang', from: '2026-02-10' },
    ];
    const { charges } = chargePeriod(chargeable(price268, byArea('89.37'), '2026-02-01', '2026-02-28', { payers }));
    expect(charges.map(({ payerId, fen }) => [payerId, fen])).toEqual([
      ['li', 7_699],
      ['wang', 16_252],
    ]);
  });

  test('R22.3 splits the month where a new area begins, and a later month has only the new area', () => {
    const area = { kind: 'building-area', area: '90.12', earlier: [{ to: '2026-03-10', area: '89.37' }] } as const;
    const march = chargePeriod(chargeable(price268, area, '2026-03-01', '2026-03-31')).charges[0];
    expect(march?.steps.map(({ from, to, quantity, part }) => [from, to, quantity, part])).toEqual([
      ['2026-03-01', '2026-03-10', '89.37', 10],
      ['2026-03-11', '2026-03-31', '90.12', 21],
    ]);
    // (89.37 x 10/31 + 90.12 x 21/31) x 2.68 = 240.8732
    expect(march?.fen).toBe(24_087);
    expect(fenOf(chargeable(price268, area, '2026-02-01', '2026-02-28'))).toEqual([23_951]);
    expect(fenOf(chargeable(price268, area, '2026-04-01', '2026-04-30'))).toEqual([24_152]);
  });

  test('R4.5 lists days before the first price as uncharged', () => {
    const item = feeItem('fixed', ['2025-01-16', '31.00']);
    expect(chargePeriod(chargeable(item, { kind: 'fixed' }, '2025-01-01', '2025-01-31'))).toMatchObject({
      charges: [{ from: '2025-01-16', fen: 1_600 }],
      uncharged: [{ from: '2025-01-01', to: '2025-01-15', why: 'no-price' }],
    });
  });

  test('R4.3 divides a reading across a price change by days, unless there is a reading on that day', () => {
    const power = feeItem('metered', ['2024-01-01', '0.50'], ['2025-01-11', '0.60']);
    const whole = { kind: 'metered', uses: [{ from: '2025-01-01', to: '2025-01-30', quantity: '300' }] } as const;
    const read = {
      kind: 'metered',
      uses: [
        { from: '2025-01-01', to: '2025-01-10', quantity: '40' },
        { from: '2025-01-11', to: '2025-01-30', quantity: '260' },
      ],
    } as const;
    expect(fenOf(chargeable(power, whole, '2025-01-01', '2025-01-30'))).toEqual([17_000]);
    expect(fenOf(chargeable(power, read, '2025-01-01', '2025-01-30'))).toEqual([17_600]);
    expect(chargePeriod(chargeable(power, whole, '2025-01-01', '2025-01-31')).uncharged).toEqual([
      { from: '2025-01-31', to: '2025-01-31', why: 'not-measured' },
    ]);
  });

  test('R4.5 refuses overlapping payers and readings, so that nothing is charged twice', () => {
    const two = [
      { payerId: 'li', from: '2025-01-01', to: '2025-01-10' },
      { payerId: 'wang', from: '2025-01-10' },
    ];
    const of = (more: Partial<Chargeable>) => () =>
      chargePeriod(chargeable(price268, byArea('89.37'), '2025-01-01', '2025-01-31', more));
    expect(of({ payers: two })).toThrow('two payers on 2025-01-10');
    expect(of({ payers: two.toReversed() })).toThrow('two payers on 2025-01-10');
    expect(of({ measure: { kind: 'fixed' } })).toThrow('not measured by fixed');
    expect(of({ period: { from: '2025-01-31', to: '2025-01-01' } })).toThrow(RangeError);
    const power = feeItem('metered', ['2024-01-01', '0.50']);
    const use = (from: string, to: string) => ({ from, to, quantity: '1' });
    const metered = (...uses: ReturnType<typeof use>[]) => of({ item: power, measure: { kind: 'metered', uses } });
    expect(metered(use('2025-01-10', '2025-01-20'), use('2025-01-01', '2025-01-10'))).toThrow('twice on 2025-01-10');
    expect(metered(use('2024-12-31', '2025-01-10'))).toThrow('outside the period');
    expect(metered(use('2025-01-10', '2025-01-09'))).toThrow('ends before it begins');
  });

  test("R0.2 applies the estate's rounding once and stores it", () => {
    const of = (rounding: Chargeable['rounding']) =>
      chargePeriod(chargeable(price268, byArea('89.37'), '2025-01-01', '2025-03-31', { rounding })).charges[0];
    expect(of('yuan-up')).toMatchObject({ rounding: 'yuan-up', fen: 71_900 });
    expect(of('yuan-down')?.fen).toBe(71_800);
    expect(of('jiao-half-up')?.fen).toBe(71_850);
  });
});

const anyDay = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2024-01-01', days));
const decimal = (decimals: number) =>
  fc.bigInt({ min: 0n, max: 10n ** BigInt(decimals + 3) }).map((n) => {
    const digits = n.toString().padStart(decimals + 1, '0');
    return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  });
const anyPeriod = fc
  .tuple(anyDay, fc.integer({ min: 0, max: 400 }))
  .map(([from, days]): Span => ({ from, to: addDays(from, days) }));
const anyItem = fc
  .uniqueArray(fc.record({ from: anyDay, price: decimal(4), addOn: decimal(2) }), {
    maxLength: 5,
    selector: (one) => one.from,
  })
  .map((prices) => feeItem('building-area', ...prices.map(({ from, price, addOn }): Price => [from, price, addOn])));
/** Payers one after the other, some with unpaid days between. */
const anyPayers = fc.uniqueArray(anyDay, { maxLength: 5 }).chain((days) =>
  fc.array(fc.integer({ min: 0, max: 5 }), { minLength: days.length, maxLength: days.length }).map((gaps) => {
    const starts = days.toSorted();
    return starts.flatMap((from, i): Payer[] => {
      const next = starts[i + 1];
      if (next === undefined) return [{ payerId: `p${i}`, from }];
      const to = addDays(next, -1 - (gaps[i] ?? 0));
      return to < from ? [] : [{ payerId: `p${i}`, from, to }];
    });
  }),
);

describe('every charge', () => {
  const anyCharge = fc.record({ item: anyItem, area: decimal(2), period: anyPeriod, payers: anyPayers });

  test('R4.2 can be recalculated from its stored steps', () => {
    let steps = 0;
    fc.assert(
      fc.property(anyCharge, ({ item, area, period, payers }) => {
        const { charges } = chargePeriod(chargeable(item, byArea(area), period.from, period.to, { payers }));
        for (const charge of charges) {
          expect(chargeSchema.parse(charge)).toEqual(charge);
          expect(Math.abs(charge.fen - workedOut(charge))).toBeLessThanOrEqual(charges.length > 1 ? 1 : 0);
          for (const step of charge.steps) {
            steps += 1;
            const version = versionOn(item.tariff, step.from);
            expect(version).toEqual(versionOn(item.tariff, step.to));
            expect(step).toMatchObject({ tariff: version?.number, price: version?.price, addOn: version?.addOn });
          }
        }
      }),
    );
    expect(steps).toBeGreaterThan(0);
  });

  test('R4.5 charges each day of the period once, or gives the reason', () => {
    fc.assert(
      fc.property(anyCharge, ({ item, area, period, payers }) => {
        const { charges, uncharged } = chargePeriod(chargeable(item, byArea(area), period.from, period.to, { payers }));
        const spans = [...charges.flatMap((charge) => charge.steps), ...uncharged].sort((a, b) =>
          a.from < b.from ? -1 : 1,
        );
        expect(spans[0]?.from).toBe(period.from);
        expect(spans.at(-1)?.to).toBe(period.to);
        spans.slice(1).forEach((span, i) => {
          expect(span.from).toBe(addDays(spans[i]?.to ?? '', 1));
        });
      }),
    );
  });

  test('R4.3 does not change when the same price is entered again, and a sale changes only the payer', () => {
    fc.assert(
      fc.property(anyPeriod, anyDay, decimal(2), decimal(4), (period, day, area, price) => {
        const once = fenOf(
          chargeable(feeItem('building-area', ['2000-01-01', price]), byArea(area), period.from, period.to),
        );
        const again = feeItem('building-area', ['2000-01-01', price], [day, price]);
        expect(fenOf(chargeable(again, byArea(area), period.from, period.to))).toEqual(once);
        const payers = [
          { payerId: 'li', from: '2000-01-01', to: addDays(day, -1) },
          { payerId: 'wang', from: day },
        ];
        const parts = fenOf(chargeable(again, byArea(area), period.from, period.to, { payers }));
        expect(parts.reduce((all, fen) => all + fen, 0)).toBe(once[0] ?? 0);
      }),
    );
  });

  test('R4.5 of a past period stays the same after any later price', () => {
    fc.assert(
      fc.property(anyCharge, anyDay, decimal(4), ({ item, area, period, payers }, from, price) => {
        const open = addDays(period.to, 1);
        fc.pre(from >= open);
        const before = chargePeriod(chargeable(item, byArea(area), period.from, period.to, { payers }));
        const later = withVersion(item, { from, price, addOn: '0', ground: '业主大会决定' }, open);
        expect(chargePeriod(chargeable(later, byArea(area), period.from, period.to, { payers }))).toEqual(before);
      }),
    );
  });
});

describe('a share of common usage', () => {
  const item = feeItem('shared', ['2024-01-01', '0.5383'], ['2025-03-01', '0.60']);
  const january = { from: '2025-01-01', to: '2025-01-31' };

  test('R6.3 is charged as it was shared', () => {
    const { charges } = chargeShare({ item, unitId: 'unit_1', share: { ...january, fen: 3_262 }, payers: always });
    expect(charges).toMatchObject([
      { kind: 'shared', fen: 3_262, steps: [{ quantity: '32.62', part: 31, whole: 31 }] },
    ]);
    expect(chargeSchema.parse(charges[0])).toEqual(charges[0]);
  });

  test('R6.3 is divided among payers by days without losing a fen, unpaid days included', () => {
    fc.assert(
      fc.property(anyPeriod, anyPayers, fc.integer({ min: 0, max: 10_000_000 }), (span, payers, fen) => {
        const common = feeItem('shared', ['2000-01-01', '0.5383']);
        const { charges, uncharged } = chargeShare({ item: common, unitId: 'unit_1', share: { ...span, fen }, payers });
        const parts = [...charges, ...uncharged];
        expect(parts.reduce((all, part) => all + part.fen, 0)).toBe(fen);
        for (const part of parts) {
          const exactly = (fen * daysOf(part)) / daysOf(span);
          expect(Math.abs(part.fen - exactly)).toBeLessThanOrEqual(1.000001);
          expect(part.fen).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('R4.5 has one price, and days without a price are listed', () => {
    const of = (share: { from: string; to: string; fen: number }) => () =>
      chargeShare({ item, unitId: 'unit_1', share, payers: always });
    expect(of({ from: '2025-02-15', to: '2025-03-15', fen: 100 })).toThrow('price changes within');
    expect(of({ ...january, fen: -1 })).toThrow(RangeError);
    expect(of({ from: '2023-01-01', to: '2023-01-31', fen: 100 })().uncharged).toEqual([
      { from: '2023-01-01', to: '2023-01-31', why: 'no-price', fen: 100 },
    ]);
    const fixed = feeItem('fixed', ['2024-01-01', '1']);
    expect(() => chargeShare({ item: fixed, unitId: 'unit_1', share: { ...january, fen: 1 }, payers: always })).toThrow(
      'not shared',
    );
  });
});
