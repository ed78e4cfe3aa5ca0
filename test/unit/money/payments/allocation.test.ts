import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { debtParts } from '../../../../functions/money/fees/public.ts';
import {
  type Allocation,
  allocate,
  allocationSchema,
  defaultPaymentOrder,
  type OpenBill,
  paymentOrderSchema,
} from '../../../../functions/money/payments/allocation.ts';

const bill = (billId: string, dueOn: string, costs: number, lateCharge: number, principal: number): OpenBill => ({
  billId,
  dueOn,
  open: { costs, 'late-charge': lateCharge, principal },
});
const march = bill('bill_3', '2025-03-31', 0, 1_167, 71_853);
const december = bill('bill_9', '2024-12-31', 5_000, 3_233, 71_853);

describe('the bills that a payment pays', () => {
  test('R5.5 the oldest bill is paid first, and within it costs, late charge, principal', () => {
    const allocation = allocate(85_000, [march, december]);
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

  test('R5.5 the overpaid amount stays as prepaid', () => {
    expect(allocate(100_000, [march]).prepaidFen).toBe(100_000 - 71_853 - 1_167);
    expect(allocate(100_000, [])).toEqual({ paid: [], prepaidFen: 100_000 });
  });

  test('R5.5 a bill named by the payer comes first, the others in the usual order', () => {
    expect(allocate(80_000, [december, march], defaultPaymentOrder, ['bill_3']).paid).toEqual([
      { billId: 'bill_3', part: 'late-charge', fen: 1_167 },
      { billId: 'bill_3', part: 'principal', fen: 71_853 },
      { billId: 'bill_9', part: 'costs', fen: 5_000 },
      { billId: 'bill_9', part: 'late-charge', fen: 1_980 },
    ]);
    expect(() => allocate(1, [march], defaultPaymentOrder, ['bill_4'])).toThrow('not open');
  });

  test('R5.5 an estate may put the principal before the late charge; each part occurs once', () => {
    const order = paymentOrderSchema.parse(['costs', 'principal', 'late-charge']);
    expect(allocate(72_000, [march], order).paid).toEqual([
      { billId: 'bill_3', part: 'principal', fen: 71_853 },
      { billId: 'bill_3', part: 'late-charge', fen: 147 },
    ]);
    expect(paymentOrderSchema.safeParse(['costs', 'costs', 'principal']).success).toBe(false);
    expect(paymentOrderSchema.safeParse(['costs', 'principal']).success).toBe(false);
  });

  test('R5.5 bills due on one day are paid in order of their ids; none occurs twice', () => {
    const twin = { ...march, billId: 'bill_1' };
    expect(allocate(10, [march, twin]).paid).toEqual([{ billId: 'bill_1', part: 'late-charge', fen: 10 }]);
    expect(() => allocate(1, [march, march])).toThrow('twice');
  });

  test('R0.2 fractions of fen and negative fen are rejected', () => {
    expect(() => allocate(0.5, [march])).toThrow(RangeError);
    expect(() => allocate(-1, [march])).toThrow(RangeError);
    expect(() => allocate(1, [bill('bill_1', '2025-01-01', 0, -1, 5)])).toThrow(RangeError);
  });
});

describe('every payment', () => {
  const fen = fc.integer({ min: 0, max: 100_000 });
  const bills = fc.uniqueArray(
    fc
      .record({
        id: fc.integer({ min: 0, max: 20 }),
        month: fc.integer({ min: 1, max: 9 }),
        costs: fen,
        late: fen,
        principal: fen,
      })
      .map(({ id, month, costs, late, principal }) => bill(`bill_${id}`, `2025-0${month}-28`, costs, late, principal)),
    { maxLength: 6, selector: (one) => one.billId },
  );
  const payment = fc.integer({ min: 0, max: 2_000_000 });
  const anyOrder = fc.shuffledSubarray([...debtParts], { minLength: 3 });
  const total = ({ paid }: Allocation) => paid.reduce((all, one) => all + one.fen, 0);
  const openAfter = (before: readonly OpenBill[], { paid }: Allocation): OpenBill[] =>
    before.map(({ billId, dueOn, open }) => {
      const left = (part: (typeof debtParts)[number]) =>
        open[part] -
        paid.filter((one) => one.billId === billId && one.part === part).reduce((all, one) => all + one.fen, 0);
      return bill(billId, dueOn, left('costs'), left('late-charge'), left('principal'));
    });

  test('R5.5 the paid amounts and the prepaid rest add up to the payment', () => {
    fc.assert(
      fc.property(payment, bills, anyOrder, fc.infiniteStream(fc.boolean()), (money, open, order, chosen) => {
        const named = open.filter(() => chosen.next().value).map((one) => one.billId);
        const allocation = allocate(money, open, order, named);
        expect(total(allocation) + allocation.prepaidFen).toBe(money);
        const after = openAfter(open, allocation).flatMap((one) => Object.values(one.open));
        expect(after.every((left) => left >= 0)).toBe(true);
        if (allocation.prepaidFen > 0) expect(after.every((left) => left === 0)).toBe(true);
      }),
    );
  });

  test('R5.5 a payment pays nothing while an earlier part is open', () => {
    let untouched = 0;
    fc.assert(
      fc.property(payment, bills, (money, open) => {
        const allocation = allocate(money, open);
        const inOrder = openAfter(open, allocation)
          .sort((a, b) => (`${a.dueOn} ${a.billId}` < `${b.dueOn} ${b.billId}` ? -1 : 1))
          .flatMap(({ billId, open: left }) => debtParts.map((part) => ({ billId, part, left: left[part] })));
        const firstOpen = inOrder.findIndex((one) => one.left > 0);
        const later = firstOpen < 0 ? [] : inOrder.slice(firstOpen + 1);
        untouched += later.length;
        for (const { billId, part } of later) {
          expect(allocation.paid).not.toContainEqual(expect.objectContaining({ billId, part }));
        }
      }),
    );
    expect(untouched).toBeGreaterThan(0);
  });

  test('R5.5 one payment or two of the same sum, and any order of the bills, give the same result', () => {
    fc.assert(
      fc.property(payment, payment, bills, (first, second, open) => {
        const once = allocate(first + second, open.toReversed());
        const one = allocate(first, open);
        const two = allocate(second, openAfter(open, one));
        expect(openAfter(openAfter(open, one), two)).toEqual(openAfter(open, once));
        expect(one.prepaidFen + two.prepaidFen).toBe(once.prepaidFen);
      }),
    );
  });
});
