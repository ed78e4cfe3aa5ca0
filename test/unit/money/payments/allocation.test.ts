import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { debtParts } from '../../../../functions/money/fees/public.ts';
import {
  type Allocation,
  allocate,
  allocationSchema,
  defaultPaymentOrder,
  type OpenBill,
} from '../../../../functions/money/payments/allocation.ts';
import { paymentsPolicy } from '../../../../functions/money/payments/payments.policy.ts';
import { payableWith, shareOut } from '../../../../functions/money/payments/share-out.ts';
import { parseItem } from '../../../../shared/store/entity.ts';
import { aBill, policy } from '../fees/a-bill.ts';

const halfPermille = '0.0005';

function bill(
  billId: string,
  dueOn: string,
  [costs, lateCharge, principal]: readonly [number, number, number],
  dailyRate = halfPermille,
): OpenBill {
  const open = { costs, 'late-charge': lateCharge, principal };
  return { billId, dueOn, open, rates: [{ dailyRate, fen: principal }] };
}
const march = bill('bill_3', '2025-03-31', [0, 1_167, 71_853]);
const december = bill('bill_9', '2024-12-31', [5_000, 3_233, 71_853]);
const on = '2025-05-15';
const after = { order: defaultPaymentOrder, on };
const before = { order: { ...defaultPaymentOrder, lateChargeRank: 'before' as const }, on };
const oldestFirst = { order: { ...defaultPaymentOrder, contractOrder: 'oldest-first' as const }, on };
const paid = (...of: Parameters<typeof allocate>) =>
  allocate(...of).paid.map(({ billId, part, fen }) => `${billId} ${part} ${fen}`);

describe('the bills that a payment pays', () => {
  const a = bill('bill_a', '2025-03-31', [0, 675, 30_000]);
  const b = bill('bill_b', '2025-03-31', [0, 0, 20_000], '0');
  const c = bill('bill_c', '2025-04-30', [0, 225, 30_000]);

  test('R28.1 a contract may say that the oldest bill is paid first, also where another one bears more', () => {
    const later = bill('bill_d', '2025-04-30', [0, 0, 20_000], '0.001');
    expect(paid(30_000, [later, b], oldestFirst)).toEqual(['bill_b principal 20000', 'bill_d principal 10000']);
    expect(paid(30_000, [later, b], after)).toEqual(['bill_d principal 20000', 'bill_b principal 10000']);
  });

  test('R28.1 the bills that the payer names come first, in their order and in full', () => {
    expect(paid(80_000, [december, march], { ...before, named: ['bill_3'] })).toEqual([
      'bill_3 late-charge 1167',
      'bill_3 principal 71853',
      'bill_9 costs 5000',
      'bill_9 late-charge 1980',
    ]);
    expect(paid(80_000, [a, b, c], { ...after, named: ['bill_b', 'bill_a'] })).toEqual([
      'bill_b principal 20000',
      'bill_a principal 30000',
      'bill_a late-charge 675',
      'bill_c principal 29325',
    ]);
    expect(() => allocate(1, [march], { ...after, named: ['bill_4'] })).toThrow('not open');
  });

  test('R28.1 due bills come before others, also before one with a higher rate', () => {
    const next = bill('bill_0', '2025-05-16', [0, 0, 30_000], '0.001');
    expect(paid(60_000, [next, a, b], after)).toEqual([
      'bill_a principal 30000',
      'bill_b principal 20000',
      'bill_a late-charge 675',
      'bill_0 principal 9325',
    ]);
    expect(paid(1, [{ ...next, dueOn: on }, a], after)).toEqual(['bill_0 principal 1']);
  });

  test('R28.1 within a bill, the part with the higher rate is the heavier burden', () => {
    const mixed = {
      ...bill('bill_m', '2025-03-31', [500, 675, 33_000]),
      rates: [
        { dailyRate: '0', fen: 3_000 },
        { dailyRate: halfPermille, fen: 30_000 },
      ],
    };
    expect(paid(60_500, [mixed, c], after)).toEqual([
      'bill_m costs 500',
      'bill_m principal 30000',
      'bill_c principal 30000',
    ]);
  });

  test('R28.2 the heavier burden comes before the earlier due day: A 300.00, C 100.00, B nothing', () => {
    expect(paid(40_000, [a, b, c], after)).toEqual(['bill_a principal 30000', 'bill_c principal 10000']);
  });

  test('R28.2 with late charge before the principal: A 6.75 and 300.00, C 2.25 and 91.00', () => {
    expect(paid(40_000, [c, b, a], before)).toEqual([
      'bill_a late-charge 675',
      'bill_a principal 30000',
      'bill_c late-charge 225',
      'bill_c principal 9100',
    ]);
  });

  test('R28.3 equal debts share in proportion, by largest remainder and then by bill id', () => {
    const equal = [bill('bill_2', '2025-03-31', [0, 0, 20_000]), bill('bill_1', '2025-03-31', [0, 0, 30_000])];
    expect(paid(25_000, equal, after)).toEqual(['bill_1 principal 15000', 'bill_2 principal 10000']);
    expect(paid(10_001, equal, after)).toEqual(['bill_1 principal 6001', 'bill_2 principal 4000']);
    const twins = ['bill_8', 'bill_7'].map((billId) => bill(billId, '2025-03-31', [0, 0, 500]));
    expect(paid(1, twins, after)).toEqual(['bill_7 principal 1']);
    const written = bill('bill_6', '2025-03-31', [0, 0, 500], '0.00050');
    expect(paid(3, [...twins, written], after)).toHaveLength(3);
  });

  test('R28.4 costs come first; late charge follows the principal of every due debt unless the contract differs', () => {
    expect(paid(149_000, [march, december], after)).toEqual([
      'bill_9 costs 5000',
      'bill_9 principal 71853',
      'bill_3 principal 71853',
      'bill_9 late-charge 294',
    ]);
    const allocation = allocate(85_000, [march, december], before);
    expect(allocation).toEqual({
      paid: [
        { billId: 'bill_9', part: 'costs', fen: 5_000 },
        { billId: 'bill_9', part: 'late-charge', fen: 3_233 },
        { billId: 'bill_9', part: 'principal', fen: 71_853 },
        { billId: 'bill_3', part: 'late-charge', fen: 1_167 },
        { billId: 'bill_3', part: 'principal', fen: 3_747 },
      ],
      prepaidFen: 0,
    });
    expect(allocationSchema.parse(allocation)).toEqual(allocation);
  });

  test('R28.4 a stored setting keeps its rank; an estate that set nothing has late charge after principal', () => {
    const rankOf = (paymentOrder?: readonly string[]) => {
      const { lateChargeRank: _, ...old } = paymentsPolicy.defaultOf('yg');
      return parseItem(paymentsPolicy.entity, { ...old, version: 1, ...(paymentOrder && { paymentOrder }) });
    };
    expect(rankOf(['costs', 'late-charge', 'principal'])).toMatchObject({ lateChargeRank: 'before' });
    expect(rankOf(['costs', 'principal', 'late-charge'])).toMatchObject({ lateChargeRank: 'after' });
    expect(paymentsPolicy.defaultOf('yg')).toMatchObject({ lateChargeRank: 'after', contractOrder: null });
  });

  test('R28.1 money for more bills than one transaction holds stops before the first that does not fit', () => {
    const days = ['2025-03-31', '2025-01-31', '2025-02-28'];
    const open = { costs: 0, 'late-charge': 100, principal: 71_853 };
    const bills = days.map((dueOn) => ({ bill: aBill({ billId: `bill_${dueOn}`, dueOn }), open }));
    const { shares, more } = shareOut(250_000, bills, { ...after, fees: policy, most: 2 });
    expect(shares.map(({ bill: one, parts }) => [one.dueOn, parts.principal, parts['late-charge']])).toEqual([
      ['2025-01-31', 71_853, 0],
      ['2025-02-28', 71_853, 0],
    ]);
    expect(more).toBe(true);
  });

  test('R28.5 money for one fee item pays neither another item nor late charge', () => {
    const payable = { bill: aBill(), open: { costs: 500, 'late-charge': 100, principal: 71_853 } };
    expect(payableWith('fee_electricity', payable)).toBeUndefined();
    expect(payableWith('fee_property', payable)?.open).toEqual({ costs: 0, 'late-charge': 0, principal: 71_853 });
  });

  test('R5.5 the overpaid amount stays as prepaid', () => {
    expect(allocate(100_000, [march], after).prepaidFen).toBe(100_000 - 71_853 - 1_167);
    expect(allocate(100_000, [], after)).toEqual({ paid: [], prepaidFen: 100_000 });
  });

  test('R0.2 fractions of fen, negative fen and bills given twice are rejected', () => {
    expect(() => allocate(0.5, [march], after)).toThrow(RangeError);
    expect(() => allocate(-1, [march], after)).toThrow(RangeError);
    expect(() => allocate(1, [bill('bill_1', '2025-01-01', [0, -1, 5])], after)).toThrow(RangeError);
    expect(() => allocate(1, [march, march], after)).toThrow('twice');
  });
});

describe('every payment', () => {
  const fen = fc.integer({ min: 0, max: 100_000 });
  const bills = fc.uniqueArray(
    fc
      .record({
        id: fc.integer({ min: 0, max: 20 }),
        month: fc.integer({ min: 1, max: 9 }),
        rate: fc.constantFrom('0', halfPermille, '0.001'),
        costs: fen,
        late: fen,
        principal: fen,
      })
      .map(({ id, month, rate, costs, late, principal }) =>
        bill(`bill_${id}`, `2025-0${month}-28`, [costs, month < 5 ? late : 0, principal], rate),
      ),
    { maxLength: 6, selector: (one) => one.billId },
  );
  const payment = fc.integer({ min: 0, max: 2_000_000 });
  const anyOrder = fc.constantFrom(after, before, oldestFirst);
  const total = (one: Allocation) => one.paid.reduce((all, { fen: of }) => all + of, 0);
  const openAfter = (open: readonly OpenBill[], one: Allocation): OpenBill[] =>
    open.map(({ billId, dueOn, open: parts, rates }) => {
      const left = (part: (typeof debtParts)[number]) =>
        parts[part] -
        one.paid.reduce((all, share) => all + (share.billId === billId && share.part === part ? share.fen : 0), 0);
      return bill(billId, dueOn, [left('costs'), left('late-charge'), left('principal')], rates[0]?.dailyRate);
    });

  test('R28.1 the paid amounts and the prepaid rest add up to the payment, and no part is paid twice', () => {
    fc.assert(
      fc.property(payment, bills, anyOrder, fc.infiniteStream(fc.boolean()), (money, open, order, chosen) => {
        const named = open.filter(() => chosen.next().value).map((one) => one.billId);
        const allocation = allocate(money, open, { ...order, named });
        expect(total(allocation) + allocation.prepaidFen).toBe(money);
        const left = openAfter(open, allocation).flatMap((one) => Object.values(one.open));
        expect(left.every((one) => one >= 0)).toBe(true);
        if (allocation.prepaidFen > 0) expect(left.every((one) => one === 0)).toBe(true);
      }),
    );
  });

  test('R28.1 a debt pays nothing while one that comes before it is open', () => {
    let compared = 0;
    fc.assert(
      fc.property(payment, bills, (money, open) => {
        const allocation = allocate(money, open, after);
        const isLater = (one: OpenBill, than: OpenBill) => {
          if (one.dueOn <= on !== than.dueOn <= on) return one.dueOn > on;
          const [rate, other] = [Number(one.rates[0]?.dailyRate), Number(than.rates[0]?.dailyRate)];
          return rate === other ? one.dueOn > than.dueOn : rate < other;
        };
        const unpaid = openAfter(open, allocation).filter((one) => one.open.costs + one.open.principal > 0);
        for (const one of unpaid) {
          for (const later of open.filter((other) => isLater(other, one))) {
            compared += 1;
            expect(allocation.paid).not.toContainEqual(expect.objectContaining({ billId: later.billId }));
          }
        }
      }),
    );
    expect(compared).toBeGreaterThan(0);
  });

  test('R28.1 the order in which bills are read changes nothing', () => {
    fc.assert(
      fc.property(payment, bills, anyOrder, (money, open, order) => {
        expect(allocate(money, open.toReversed(), order)).toEqual(allocate(money, open, order));
      }),
    );
  });

  test('R28.3 equal debts get the same share of what they owe, to the fen', () => {
    const principals = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(principals, fc.double({ min: 0, max: 1, noNaN: true }), (owed, part) => {
        const all = owed.reduce((sum, one) => sum + one, 0);
        const money = Math.floor(all * part);
        const equal = owed.map((principal, id) => bill(`bill_${id}`, '2025-03-31', [0, 0, principal]));
        for (const left of openAfter(equal, allocate(money, equal, after))) {
          const principal = equal.find(({ billId }) => billId === left.billId)?.open.principal ?? 0;
          expect(Math.abs(principal - left.open.principal - (money * principal) / all)).toBeLessThan(1);
        }
      }),
    );
  });
});
