import { describe, expect, test } from 'vitest';
import { postedOpen } from '../../../../functions/money/fees/bill.ts';
import { lateOf, partsOpenOn } from '../../../../functions/money/fees/bill-late.ts';
import { totalOf } from '../../../../functions/money/fees/debt-parts.ts';
import { recordDelivery } from '../../../../functions/money/fees/deliver-bill.ts';
import { disputeBill, settleDispute } from '../../../../functions/money/fees/dispute-bill.ts';
import { account } from '../../../../functions/money/ledger/public.ts';
import { aBill, Counter, parts, policy, policyWith, prepaid, receivable } from './a-bill.ts';

const revenueOfLate = account.revenue('late-charge');

describe('what is open of a bill of 718.53 due on 2025-03-31', () => {
  test.each([
    ['0.0003', 970],
    ['0.0005', 1_617],
    ['0.001', 3_233],
    ['0.003', 9_700],
  ])('R5.2 after 45 days at %s a day is the principal plus late charge', (rate, fen) => {
    expect(partsOpenOn(aBill(), '2025-05-15', policyWith(rate))).toEqual(
      parts({ 'late-charge': fen, principal: 71_853 }),
    );
  });

  test('R5.3 shows the claimed figure beside the one that a court is expected to grant', () => {
    expect(lateOf(aBill(), '2025-05-15', policy)).toMatchObject({ claimedFen: 1_617, courtSafeFen: 1_098 });
    const once = policyWith('0.0005', { court: { lpr: '0.031', multiple: '1' } });
    expect(lateOf(aBill(), '2025-05-15', once)).toMatchObject({ claimedFen: 1_617, courtSafeFen: 275 });
  });

  test('R5.1 keeps the terms of its publication, whatever the estate sets later', () => {
    const then = aBill({ late: { dailyRate: '0.0005', cap: '1' } });
    expect(lateOf(then, '2025-05-15', policyWith('0.003')).claimedFen).toBe(1_617);
    expect(lateOf(aBill({ late: null }), '2025-05-15', policy).claimedFen).toBe(0);
  });

  test('R5.4 has no late charge before delivery or during a dispute', () => {
    expect(lateOf(aBill({ deliveries: [] }), '2025-05-15', policy).claimedFen).toBe(0);
    const counter = new Counter(aBill({ deliveries: [] }));
    counter.change('2025-04-30', (change, context) => recordDelivery(change, { method: 'hand' }, context));
    expect(lateOf(counter.bill, '2025-05-15', policy).steps).toMatchObject([{ from: '2025-05-01', days: 15 }]);
    counter.change('2025-05-06', (change, context) => disputeBill(change, { reason: '面积不对' }, context));
    counter.change('2025-05-10', (change, context) => settleDispute(change, { outcome: '已核实无误' }, context));
    expect(lateOf(counter.bill, '2025-05-15', policy).steps.map(({ days }) => days)).toEqual([5, 5]);
  });

  test('R5.4 grows only up to the cap, and never on late charge', () => {
    const capped = { ...policy, late: { dailyRate: '0.003', cap: '0.1' } };
    expect(partsOpenOn(aBill(), '2027-03-31', capped)['late-charge']).toBe(7_185);
  });
});

describe('paid late charge', () => {
  test('R5.1 is claimed then, as separate revenue, and completes the payment of the bill', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ 'late-charge': 1_617, principal: 71_853 }), '2025-05-15');
    expect(counter.bill).toMatchObject({ status: 'paid', lateClaims: [{ on: '2025-05-15', fen: 1_617 }] });
    expect([counter.balance(revenueOfLate), counter.balance(receivable)]).toEqual([-1_617, 0]);
    expect(counter.events.map(({ name }) => name)).toEqual(['BillPaid', 'LateChargeClaimed']);
    expect(counter.events[0]?.data).toMatchObject({ fen: 73_470, openFen: 0, on: '2025-05-15' });
  });

  test('R5.2 300.00 on 04-15 and the rest on 05-15 come to 11.67', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 30_000 }), '2025-04-15');
    const open = partsOpenOn(counter.bill, '2025-05-15', policy);
    expect(open).toEqual(parts({ 'late-charge': 1_167, principal: 41_853 }));
    counter.pay('pay_2', open, '2025-05-15');
    expect(counter.bill.status).toBe('paid');
    expect(counter.balance(receivable)).toBe(0);
  });

  test('stays open when only the principal is paid, and no longer grows', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 71_853 }), '2025-05-15');
    expect(counter.bill.status).toBe('published');
    expect(partsOpenOn(counter.bill, '2026-05-15', policy)).toEqual(parts({ 'late-charge': 1_617 }));
  });

  test('never exceeds what is open of a part', () => {
    const counter = new Counter(aBill());
    expect(() => counter.pay('pay_1', parts({ 'late-charge': 1_618 }), '2025-05-15')).toThrow(RangeError);
    expect(() => counter.pay('pay_1', parts({}), '2025-05-15')).toThrow(RangeError);
  });
});

describe('D32 a payment entered late', () => {
  /** 300.00 paid on 04-15 was unknown; on 05-15 the rest was paid with late charge on the full amount. */
  const late = () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ 'late-charge': 1_617, principal: 41_853 }), '2025-05-15');
    counter.pay('pay_0', parts({ principal: 30_000 }), '2025-04-15', '2025-05-20');
    return counter;
  };

  test('R5.2 corrects the claim to 11.67; the excess payment becomes prepaid', () => {
    const counter = late();
    expect(counter.bill.status).toBe('paid');
    expect(counter.balance(revenueOfLate)).toBe(-1_167);
    expect([counter.balance(receivable), counter.balance(prepaid)]).toEqual([0, -450]);
    expect(counter.bill.lateClaims.map(({ fen }) => fen)).toEqual([1_617, -1_617, 1_167]);
    expect(counter.events.at(-1)).toMatchObject({ name: 'LateChargeCorrected', data: { fen: 450 } });
  });

  test('corrects nothing while the same amount is owed again for the open principal', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ 'late-charge': 1_617 }), '2025-05-15');
    counter.pay('pay_0', parts({ principal: 30_000 }), '2025-04-15', '2025-06-30');
    expect(counter.bill.lateClaims).toHaveLength(1);
    // 718.53 x 15 days + 418.53 x 76 days at half a permille is 21.29; 16.17 of it is paid.
    expect(partsOpenOn(counter.bill, '2025-06-30', policy)['late-charge']).toBe(2_129 - 1_617);
  });

  test('leaves no trace on the bill when it bounces', () => {
    const counter = late();
    counter.unpay('pay_0', '2025-05-25');
    expect(counter.bill.status).toBe('published');
    // 16.17 is claimed again for 05-15, and the principal was late for ten more days.
    const { claimedFen } = lateOf(counter.bill, '2025-05-25', policy);
    expect(claimedFen).toBe(Math.round((71_853 * 45 + 30_000 * 10) * 0.0005));
    const open = partsOpenOn(counter.bill, '2025-05-25', policy);
    expect(open).toEqual(parts({ 'late-charge': claimedFen - 1_167, principal: 30_000 }));
    expect(counter.balance(receivable)).toBe(totalOf(postedOpen(counter.bill)));
  });

  test('covers other open parts of the bill before it becomes prepaid', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ 'late-charge': 1_617 }), '2025-05-15');
    // In dispute since the day after it was due, as entered later: no late charge should have been claimed.
    counter.change('2025-05-20', (change, context) =>
      disputeBill(change, { reason: '未入住', from: '2025-04-01' }, context),
    );
    expect(counter.balance(revenueOfLate)).toBe(0);
    expect(partsOpenOn(counter.bill, '2025-05-20', policy)).toEqual(parts({ principal: 71_853 - 1_617 }));
    expect([counter.balance(receivable), counter.balance(prepaid)]).toEqual([71_853 - 1_617, 0]);
  });
});

describe('a payment taken back', () => {
  test('reopens what it had paid, and late charge runs as if it had never been made', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ 'late-charge': 1_617, principal: 71_853 }), '2025-05-15');
    expect(counter.paidOf('pay_1')).toBe(73_470);
    counter.unpay('pay_1', '2025-05-20');
    expect(counter.bill.status).toBe('published');
    const claimed = Math.round(71_853 * 50 * 0.0005);
    expect(partsOpenOn(counter.bill, '2025-05-20', policy)).toEqual(
      parts({ 'late-charge': claimed, principal: 71_853 }),
    );
    expect(counter.balance(receivable)).toBe(71_853 + 1_617);
    expect(counter.paidOf('pay_1')).toBe(0);
    expect(() => counter.unpay('pay_1', '2025-05-21')).toThrow();
  });

  test('may pay other parts of the same bill in one step', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ 'late-charge': 1_617, principal: 38_383 }), '2025-05-15');
    counter.move('pay_1', parts({ principal: 40_000 }), '2025-05-15', '2025-05-20');
    expect(counter.bill.version).toBe(4);
    expect(partsOpenOn(counter.bill, '2025-05-15', policy)).toEqual(parts({ 'late-charge': 1_617, principal: 31_853 }));
    expect(counter.balance(receivable)).toBe(31_853 + 1_617);
  });
});
