import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CommonCost,
  commonCostSchema,
  createSharing,
  type SharingRule,
  type SharingUnit,
  sharingBases,
  sharingRuleSchema,
  sharingSchema,
  sharingUnitSchema,
} from '../../../../functions/money/fees/sharing.ts';
import { exact, product, toFen } from '../../../../shared/kernel/money.ts';

const byArea: SharingRule = { pool: { within: 'estate' }, basis: 'area' };
const lights = (quantity: string, borneByOthers: { quantity: string }[] = []): CommonCost =>
  commonCostSchema.parse({
    kind: 'metered',
    quantity,
    price: '0.5383',
    borneByOthers: borneByOthers.map((one) => ({ bearer: 'property-firm', what: 'office', ...one })),
  });
const unit = (unitId: string, area: string, more: Partial<SharingUnit> = {}): SharingUnit =>
  sharingUnitSchema.parse({ unitId, building: '1', area, ...more });
const fenOf = (rule: SharingRule, cost: CommonCost, units: SharingUnit[]) =>
  Object.fromEntries(createSharing(rule, cost, units).lines.map((line) => [line.unitId, line.fen]));
const households = Array.from({ length: 80 }, (_, i) => unit(`u${String(i).padStart(2, '0')}`, '120.00'));

describe('common usage', () => {
  test('R6.1 is shared by exclusive floor area without an agreement', () => {
    expect(sharingRuleSchema.parse({ pool: { within: 'estate' } }).basis).toBe('area');
  });

  test('R6.1 is published with usage, price and amount beside the lines', () => {
    const sharing = createSharing(byArea, lights('1200'), households);
    expect(sharing).toMatchObject({ quantity: '1200', cost: { price: '0.5383' }, totalFen: 64_596 });
    expect(sharingSchema.parse(sharing)).toEqual(sharing);
  });

  test('R6.2 of 1,200 kWh over 9,600 m2 at 0.5383 gives a flat of 96.50 m2 12.0625 kWh and 6.49', () => {
    const { lines } = createSharing(byArea, lights('1200'), [unit('flat', '96.50'), unit('others', '9503.50')]);
    expect(lines[0]).toEqual({ unitId: 'flat', weight: '96.50', quantity: '12.0625', fen: 649 });
  });

  test('R6.2 of a stair is shared only by the units of that stair', () => {
    const rule: SharingRule = { basis: 'area', pool: { within: 'stair', building: '1', stair: '2' } };
    const units = [
      unit('a', '60.00', { stair: '2' }),
      unit('b', '40.00', { stair: '2' }),
      unit('c', '50.00', { stair: '1' }),
      unit('d', '50.00', { stair: '2', building: '2' }),
    ];
    expect(fenOf(rule, { kind: 'amount', fen: 1_000 }, units)).toEqual({ a: 600, b: 400 });
    const building: SharingRule = { basis: 'area', pool: { within: 'building', building: '1' } };
    expect(fenOf(building, { kind: 'amount', fen: 1_500 }, units)).toEqual({ a: 600, b: 400, c: 500 });
  });

  test('R6.2 of 1,200 kWh at 0.5383 over 80 households is 8.07 each', () => {
    const { lines } = createSharing({ ...byArea, basis: 'household' }, lights('1200'), households);
    expect(toFen(product(exact('15'), exact('0.5383')))).toBe(807);
    expect(new Set(lines.map((line) => line.fen))).toEqual(new Set([807, 808]));
    expect(lines.every((line) => line.quantity === '15.0000')).toBe(true);
  });

  test('R6.2 shared by coefficient costs a floor of double weight double', () => {
    const units = [unit('low', '99.00', { coefficient: '0.5' }), unit('high', '99.00', { coefficient: '1' })];
    expect(fenOf({ ...byArea, basis: 'coefficient' }, { kind: 'amount', fen: 300 }, units)).toEqual({
      low: 100,
      high: 200,
    });
  });

  test('R6.3 divides 100.00 over 89.37, 120.55 and 64.08 m2 into 32.62, 43.99 and 23.39', () => {
    const units = [unit('a', '89.37'), unit('b', '120.55'), unit('c', '64.08')];
    expect(fenOf(byArea, { kind: 'amount', fen: 10_000 }, units)).toEqual({ a: 3_262, b: 4_399, c: 2_339 });
  });

  test('R6.3 includes the 0.36 that 80 times 8.07 would lose of 645.96', () => {
    const { lines, totalFen } = createSharing({ ...byArea, basis: 'household' }, lights('1200'), households);
    expect(totalFen).toBe(64_596);
    expect(lines.reduce((total, line) => total + line.fen, 0)).toBe(64_596);
    expect(lines.filter((line) => line.fen === 808)).toHaveLength(36);
  });

  test('R6.3 gives the fen of equal remainders to the first unit id', () => {
    const units = [unit('u10', '50.00'), unit('u2', '50.00'), unit('u1', '50.00')];
    expect(fenOf(byArea, { kind: 'amount', fen: 100 }, units)).toEqual({ u1: 34, u10: 33, u2: 33 });
  });

  test('R6.4 excludes and shows what the property firm bears', () => {
    const sharing = createSharing(byArea, lights('1500.5', [{ quantity: '300.5' }]), households);
    expect(sharing).toMatchObject({ quantity: '1200', totalFen: 64_596 });
    expect(sharing.cost).toMatchObject({ borneByOthers: [{ bearer: 'property-firm', quantity: '300.5' }] });
    expect(() => createSharing(byArea, lights('1', [{ quantity: '1.01' }]), households)).toThrow('more than was used');
  });

  test('R6.4 charges an exempt flat nothing, leaves it out of the denominator, and shows it with the clause', () => {
    const relief = { pays: '0', clause: 'contract 7.2: ground floor does not pay for lifts' };
    const { lines } = createSharing(byArea, { kind: 'amount', fen: 1_000 }, [
      unit('101', '80.00', { relief }),
      unit('201', '80.00'),
      unit('301', '80.00'),
    ]);
    expect(lines).toEqual([
      { unitId: '101', weight: '80.00', relief, fen: 0 },
      { unitId: '201', weight: '80.00', fen: 500 },
      { unitId: '301', weight: '80.00', fen: 500 },
    ]);
  });

  test('R6.4 accepts a relief only with its clause and as a part from 0 to 1', () => {
    expect(() => unit('a', '1.00', { relief: { pays: '0', clause: '' } })).toThrow();
    expect(() => unit('a', '1.00', { relief: { pays: '1.1', clause: 'x' } })).toThrow('0 to 1');
    const half = { pays: '0.5', clause: 'contract 7.3: vacant' };
    expect(
      fenOf(byArea, { kind: 'amount', fen: 300 }, [unit('a', '9.00', { relief: half }), unit('b', '9.00')]),
    ).toEqual({ a: 100, b: 200 });
  });

  test('refuses a unit that lacks its measure or occurs twice', () => {
    const amount: CommonCost = { kind: 'amount', fen: 1 };
    expect(() => createSharing(byArea, amount, [unit('a', '0.00'), unit('b', '1.00')])).toThrow('unit a has no area');
    expect(() => createSharing({ ...byArea, basis: 'coefficient' }, amount, [unit('a', '1.00')])).toThrow(
      'no coefficient',
    );
    expect(() => createSharing(byArea, amount, [unit('a', '1.00'), unit('a', '2.00')])).toThrow('twice');
    expect(() => createSharing(byArea, amount, [])).toThrow('nobody');
  });
});

const anyUnits = fc
  .uniqueArray(
    fc.record({
      unitId: fc.stringMatching(/^[a-z0-9]{1,4}$/),
      area: fc.integer({ min: 1, max: 50_000 }),
      weight: fc.integer({ min: 1, max: 300 }),
      pays: fc.constantFrom('0', '0.5', '0.75', '1', undefined),
    }),
    { minLength: 1, maxLength: 40, selector: (one) => one.unitId },
  )
  .map((units) =>
    units.map(({ unitId, area, weight, pays }) =>
      unit(unitId, (area / 100).toFixed(2), {
        coefficient: (weight / 100).toFixed(2),
        ...(pays !== undefined && { relief: { pays, clause: 'contract' } }),
      }),
    ),
  )
  .filter((units) => units.some((one) => one.relief?.pays !== '0'));
const anyFen = fc.integer({ min: 0, max: 1_000_000_000 });
const anyBasis = fc.constantFrom(...sharingBases);

describe('every sharing', () => {
  test('R6.3 adds up to the total, and each share is the floor of its exact part or one fen more', () => {
    fc.assert(
      fc.property(anyUnits, anyFen, anyBasis, (units, fen, basis) => {
        const { lines } = createSharing({ ...byArea, basis }, { kind: 'amount', fen }, units);
        expect(lines.reduce((total, line) => total + line.fen, 0)).toBe(fen);
        // Weights in ten-thousandths, calculated independently of the sharing.
        const tenThousandths = (line: (typeof lines)[number]) =>
          BigInt(Math.round(Number(line.weight) * 100)) * BigInt(Math.round(Number(line.relief?.pays ?? '1') * 100));
        const all = lines.reduce((total, line) => total + tenThousandths(line), 0n);
        for (const line of lines) {
          const over = BigInt(line.fen) * all - BigInt(fen) * tenThousandths(line);
          expect(over > -all && over < all).toBe(true);
          if (tenThousandths(line) === 0n) expect(line.fen).toBe(0);
        }
      }),
    );
  });

  test('R6.3 gives no unit with a smaller remainder the fen that a larger one lacks', () => {
    fc.assert(
      fc.property(anyUnits, anyFen, (units, fen) => {
        const plain = units.map(({ relief, ...one }) => one);
        const { lines } = createSharing(byArea, { kind: 'amount', fen }, plain);
        const cents = (area: string) => BigInt(area.replace('.', ''));
        const all = lines.reduce((total, line) => total + cents(line.weight), 0n);
        const rest = lines.map((line) => (BigInt(fen) * cents(line.weight)) % all);
        const up = lines.map((line) => BigInt(line.fen) > (BigInt(fen) * cents(line.weight)) / all);
        const smallestUp = rest.filter((_, i) => up[i]).reduce<bigint>((a, b) => (a < b ? a : b), all);
        expect(rest.every((one, i) => up[i] || one <= smallestUp)).toBe(true);
      }),
    );
  });

  test('R6.3 is identical on a rerun, in any order of units', () => {
    const shuffled = anyUnits.chain((units) =>
      fc.tuple(fc.constant(units), fc.shuffledSubarray(units, { minLength: units.length })),
    );
    fc.assert(
      fc.property(shuffled, anyFen, anyBasis, ([units, again], fen, basis) => {
        const run = (order: SharingUnit[]) => createSharing({ ...byArea, basis }, { kind: 'amount', fen }, order);
        expect(run(again)).toEqual(run(units));
      }),
    );
  });
});
