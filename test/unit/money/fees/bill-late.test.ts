import { describe, expect, test } from 'vitest';
import { type Bill, disputedDays, postedOpen } from '../../../../functions/money/fees/bill.ts';
import { lateOf, partsOpenOn, principalByRate } from '../../../../functions/money/fees/bill-late.ts';
import { totalOf } from '../../../../functions/money/fees/debt-parts.ts';
import { recordDelivery } from '../../../../functions/money/fees/deliver-bill.ts';
import { disputeBill, disputeSchema, settleDispute } from '../../../../functions/money/fees/dispute-bill.ts';
import { account } from '../../../../functions/money/ledger/public.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
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
    expect(lateOf(counter.bill, '2025-05-15', policy).steps.map(({ days }) => days)).toEqual([5]);
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
    counter.change('2025-05-20', (change, context) => disputeBill(change, { reason: '未入住' }, context));
    counter.change('2025-05-21', (change, context) =>
      settleDispute(change, { outcome: '属实', decision: 'founded' }, context),
    );
    expect(counter.balance(revenueOfLate)).toBe(0);
    expect(partsOpenOn(counter.bill, '2025-05-21', policy)).toEqual(parts({ principal: 71_853 - 1_617 }));
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

describe('R27.6 an objection to a bill of 718.53, received on 2025-04-10 and answered on 10-11', () => {
  const received = '2025-04-10';
  /** The bill, settled with a decision on 10-11 and paid on 10-15. */
  const settled = (decision: Partial<Parameters<typeof settleDispute>[1]>, answerBy?: string, bill = aBill()) => {
    const counter = new Counter(bill);
    counter.change(received, (change, context) => disputeBill(change, { reason: '未入住' }, context));
    if (answerBy !== undefined) {
      counter.bill = { ...counter.bill, disputes: counter.bill.disputes.map((one) => ({ ...one, answerBy })) };
    }
    const said = { outcome: '已核实', decision: 'unfounded' as const, ...decision };
    counter.change('2025-10-11', (change, context) => settleDispute(change, said, context));
    return counter;
  };
  const chargeOn = ({ bill }: Counter, day = '2025-10-15') => lateOf(bill, day, policy).claimedFen;

  test('shows no growing charge while it is open', () => {
    const counter = new Counter(aBill());
    counter.change(received, (change, context) => disputeBill(change, { reason: '未入住' }, context));
    expect([chargeOn(counter, '2025-04-09'), chargeOn(counter, '2025-10-10')]).toEqual([323, 323]);
    expect(disputedDays(counter.bill)).toEqual([{ from: received, to: undefined }]);
  });

  test('unfounded: 198 days as if nobody had objected, 71.13', () => {
    expect(chargeOn(settled({}, '2025-10-11'))).toBe(7_113);
  });

  test('unfounded, the answer 30 days late: 168 days, 60.36', () => {
    expect(chargeOn(settled({}, '2025-09-11'))).toBe(6_036);
  });

  test('the whole pause free, as an answer due on the day of receipt gives it: 14 days, 5.03', () => {
    expect(chargeOn(settled({}, received))).toBe(503);
  });

  test('the company has ten days to answer, moved to the next working day', () => {
    // 2025-04-20 is a Sunday.
    expect(settled({}).bill.disputes).toMatchObject([{ from: received, answerBy: '2025-04-21' }]);
    const sooner = { ...policy, disputeAnswerDays: 5 };
    const counter = new Counter(aBill(), sooner);
    counter.change(received, (change, context) => disputeBill(change, { reason: '未入住' }, context));
    expect(counter.bill.disputes).toMatchObject([{ answerBy: '2025-04-15' }]);
  });

  test('founded: no charge ever, and the bill is not demanded until it is taken off', () => {
    const { bill } = settled({ decision: 'founded' });
    expect(lateOf(bill, '2026-10-15', policy).claimedFen).toBe(0);
    expect(disputedDays(bill)).toEqual([{ from: received }]);
    const period = { from: '2025-01-01', to: '2025-03-31' };
    const note = { noteId: 'crn_1', feeItemId: 'fee_property', period, fen: 71_853, absorbedFen: 0, on: '2025-10-12' };
    expect(disputedDays({ ...bill, credited: [note] })).toEqual([{ from: received, to: '2025-10-11' }]);
  });

  test('partly: the charge runs on the part that is owed', () => {
    const counter = settled({ decision: 'partly', foundedFen: 20_000 }, '2025-10-11');
    // 518.53 x 0.05 % x 198 days.
    expect(chargeOn(counter)).toBe(5_133);
    const waived = {
      ...{ waiverId: 'wvr_1', part: 'principal' as const, fen: 20_000, feeItemId: 'fee_property', entryId: 'e' },
      ...{ on: '2025-10-12', reason: '核减', askedBy: 'a', approvedBy: 'b' },
    };
    const after = { ...counter.bill, waived: [waived] };
    expect(lateOf(after, '2025-10-15', policy).claimedFen).toBe(5_133);
    expect(disputedDays(after)).toEqual([{ from: received, to: '2025-10-11' }]);
    expect(() => settled({ decision: 'partly', foundedFen: 71_853 })).toThrow(Problem);
  });

  test('a charge that was already paid stays paid, whether the objection is open or unfounded', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ 'late-charge': 503 }), '2025-04-14');
    counter.change('2025-04-20', (change, context) =>
      disputeBill(change, { reason: '未入住', receivedOn: received, proof: '来信 12 号' }, context),
    );
    counter.pay('pay_2', parts({ principal: 100 }), '2025-04-21');
    expect([counter.balance(revenueOfLate), counter.balance(prepaid)]).toEqual([-503, 0]);
    counter.change('2025-04-21', (change, context) =>
      settleDispute(change, { outcome: '不成立', decision: 'unfounded' }, context),
    );
    expect(counter.balance(revenueOfLate)).toBe(-503);
  });

  test('a bill paid while it rested is open again for the charge when the objection was unfounded', () => {
    const counter = new Counter(aBill());
    counter.change(received, (change, context) => disputeBill(change, { reason: '未入住' }, context));
    counter.pay('pay_1', partsOpenOn(counter.bill, '2025-04-20', policy), '2025-04-20');
    expect(counter.bill.status).toBe('paid');
    counter.change('2025-04-21', (change, context) =>
      settleDispute(change, { outcome: '不成立', decision: 'unfounded' }, context),
    );
    expect(counter.bill.status).toBe('published');
    // Twenty days of 718.53 at 0.05 % are 7.19, of which 3.23 are paid.
    expect(partsOpenOn(counter.bill, '2025-04-21', policy)).toEqual(parts({ 'late-charge': 719 - 323 }));
  });

  test('staff cannot let it start before its receipt, and an earlier receipt needs proof', () => {
    const counter = new Counter(aBill());
    const object = (input: Parameters<typeof disputeBill>[1]) =>
      counter.change(received, (change, context) => disputeBill(change, input, context));
    expect(() => object({ reason: '?', receivedOn: '2025-04-01' })).toThrow(Problem);
    expect(() => object({ reason: '?', receivedOn: '2025-04-11', proof: '来信' })).toThrow(Problem);
    expect(disputeSchema.safeParse({ reason: '?', from: '2025-04-01' }).success).toBe(false);
    object({ reason: '?', receivedOn: '2025-04-01', proof: '来信 12 号' });
    expect(counter.bill.disputes).toMatchObject([{ from: '2025-04-01', proof: '来信 12 号' }]);
  });

  test('one settled before decisions were recorded keeps its days free', () => {
    const bill = aBill({ disputes: [{ from: '2025-04-11', to: '2025-10-11', reason: '', lodgedBy: '', outcome: '' }] });
    expect(lateOf(bill, '2025-10-15', policy).claimedFen).toBe(503);
  });
});

describe('R25.2 money collected for others', () => {
  const [own] = aBill().lines;
  if (!own) throw new Error('the bill has no line');
  const water = { ...own, feeItemId: 'fee_water', name: '水费', held: true, fen: 3_000 };
  const mixed = (more: Partial<Bill> = {}) => aBill({ lines: [water, { ...own, fen: 22_210 }], fen: 25_210, ...more });

  test('222.10 own and 30.00 water, 75 days at 0.5 permille: 8.33, not 9.45', () => {
    expect(lateOf(mixed(), '2025-06-14', policy)).toMatchObject({ claimedFen: 833, steps: [{ days: 75 }] });
    expect(lateOf(mixed({ lines: [water], fen: 3_000 }), '2025-06-14', policy).claimedFen).toBe(0);
  });

  test('is paid after the part of the bill that bears late charge, the heavier burden', () => {
    expect(principalByRate(mixed(), 25_210, policy)).toEqual([
      { dailyRate: '0.0005', fen: 22_210 },
      { dailyRate: '0', fen: 3_000 },
    ]);
    const counter = new Counter(mixed());
    counter.pay('pay_1', parts({ principal: 22_210 }), '2025-03-31');
    expect(lateOf(counter.bill, '2025-06-14', policy).claimedFen).toBe(0);
    expect(principalByRate(counter.bill, 3_000, policy).map(({ fen }) => fen)).toEqual([0, 3_000]);
  });

  test('R27.5 each fee item of a bill has its own rate, rounded and limited for itself', () => {
    const heating = {
      ...own,
      feeItemId: 'fee_heat',
      name: '采暖费',
      fen: 10_000,
      late: { dailyRate: '0.001', cap: '0.05' },
    };
    const bill = mixed({ lines: [...mixed().lines, heating], fen: 35_210 });
    expect(lateOf(bill, '2025-06-14', policy)).toMatchObject({
      claimedFen: 500 + 833,
      capped: true,
      steps: [{ dailyRate: '0.001' }, { dailyRate: '0.0005' }],
    });
    const counter = new Counter(bill);
    counter.pay('pay_1', parts({ principal: 12_000 }), '2025-03-31');
    // The heating is paid, and 20.00 of the own fee.
    expect(lateOf(counter.bill, '2025-06-14', policy).claimedFen).toBe(Math.round(20_210 * 0.0005 * 75));
  });
});
