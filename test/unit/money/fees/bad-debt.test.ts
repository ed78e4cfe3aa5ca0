import { describe, expect, test } from 'vitest';
import { badDebtOf } from '../../../../functions/money/fees/bill.ts';
import { lateOf, partsOpenOn } from '../../../../functions/money/fees/bill-late.ts';
import { totalOf } from '../../../../functions/money/fees/debt-parts.ts';
import { requestWriteOffReversal, reverseWriteOff, writeOffBill } from '../../../../functions/money/fees/end-bill.ts';
import { linesAt } from '../../../../functions/money/fees/line-at-day.ts';
import { partsPayableOn } from '../../../../functions/money/fees/recover-debt.ts';
import { account, accountInChart } from '../../../../functions/money/ledger/public.ts';
import { neutralVouchers } from '../../../../functions/money/ledger/vouchers.ts';
import { aBill, Counter, parts, policy, receivable } from './a-bill.ts';
import { refusal } from './refusal.ts';

/** The bill of 718.53, written off on 2025-06-15. */
function lost(): Counter {
  const counter = new Counter(aBill());
  counter.change('2025-06-15', (change, context) => writeOffBill(change, { reason: '失联' }, context));
  return counter;
}
const provision = account.provision();
const recovered = account.badDebtsRecovered();
const postingsOf = (counter: Counter, kind: string) =>
  counter.recorded
    .filter((entry) => entry.kind === kind)
    .map(({ postings }) => postings.map((one) => [one.account, one.fen]));
const by = (id: string) => ({ actor: { kind: 'staff' as const, id } });

describe('R21.7 a bad debt', () => {
  test('718.53 is written off: Dr 1231 / Cr AR; in the standard for small enterprises Dr 5711 / Cr AR', () => {
    const counter = lost();
    expect(postingsOf(counter, 'write-off')).toEqual([
      [
        [provision, 71_853],
        [receivable, -71_853],
      ],
    ]);
    const numbers = (standard: 'enterprise' | 'small-business') =>
      [provision, recovered].map((code) => accountInChart(code, { ...neutralVouchers, standard }).number);
    expect(numbers('enterprise')).toEqual(['1231', '1231']);
    expect(numbers('small-business')).toEqual(['5711', '5301']);
  });

  test('300.00 of it is recovered: Dr AR / Cr 1231, then Dr Bank / Cr AR; 418.53 stays written off', () => {
    const counter = lost();
    expect(partsPayableOn(counter.bill, '2025-07-01', policy)).toEqual(parts({ principal: 71_853 }));
    counter.pay('pay_1', parts({ principal: 30_000 }), '2025-07-01');
    expect(postingsOf(counter, 'recovery')).toEqual([
      [
        [receivable, 30_000],
        [recovered, -30_000],
      ],
    ]);
    expect(postingsOf(counter, 'payment')[0]).toContainEqual([receivable, -30_000]);
    expect(counter.balance(receivable)).toBe(0);
    expect(badDebtOf(counter.bill)).toEqual(parts({ principal: 41_853 }));
    expect(counter.bill).toMatchObject({ status: 'written-off', writtenOff: { recovered: [{ paymentId: 'pay_1' }] } });
    expect(partsPayableOn(counter.bill, '2025-07-02', policy)).toEqual(parts({ principal: 41_853 }));
    expect(counter.events.map(({ name }) => name)).toContain('BadDebtRecovered');
  });

  test('the rest is recovered, too: the bill is paid, and nothing more is claimed for it', () => {
    const counter = lost();
    counter.pay('pay_1', parts({ principal: 30_000 }), '2025-07-01');
    counter.pay('pay_2', parts({ principal: 41_853 }), '2025-07-02');
    expect(counter.bill.status).toBe('paid');
    expect(partsOpenOn(counter.bill, '2025-08-01', policy)).toEqual(parts({}));
    expect(partsPayableOn(counter.bill, '2025-08-01', policy)).toEqual(parts({}));
  });

  test('more than was written off is refused', () => {
    const counter = lost();
    expect(() => counter.pay('pay_1', parts({ principal: 71_854 }), '2025-07-01')).toThrow(RangeError);
  });

  test('the payment that recovered it bounces: what it recovered is a bad debt again, and not open', () => {
    const counter = lost();
    counter.pay('pay_1', parts({ principal: 30_000 }), '2025-07-01');
    counter.unpay('pay_1', '2025-07-03');
    expect(counter.bill.status).toBe('written-off');
    expect(totalOf(badDebtOf(counter.bill))).toBe(71_853);
    expect([receivable, provision, recovered].map((code) => counter.balance(code))).toEqual([0, 71_853, 0]);
  });

  test('a report of a day before the recovery shows 718.53 written off, and of the day itself 418.53', () => {
    const counter = lost();
    counter.pay('pay_1', parts({ principal: 30_000 }), '2025-07-01');
    const at = (day: string) =>
      linesAt(counter.bill, day).map((line) => [line.writtenOffFen, line.receivedFen, line.openFen]);
    expect(at('2025-06-30')).toEqual([[71_853, 0, 0]]);
    expect(at('2025-07-01')).toEqual([[41_853, 30_000, 0]]);
  });
});

describe('R21.10 a write-off by mistake', () => {
  test('is reversed by two people: Dr AR / Cr 1231, and the bill is owed with its late charge', () => {
    const counter = lost();
    counter.change('2025-06-20', (change, context) =>
      requestWriteOffReversal(change, { reason: '误核销' }, { ...context, act: { ...context.act, ...by('stf_zhou') } }),
    );
    counter.change('2025-06-21', reverseWriteOff);
    expect(postingsOf(counter, 'recovery')).toEqual([
      [
        [receivable, 71_853],
        [provision, -71_853],
      ],
    ]);
    expect(counter.bill).toMatchObject({ status: 'published', writtenOff: { reversed: { by: 'stf_li' } } });
    const never = new Counter(aBill());
    expect(partsOpenOn(counter.bill, '2025-07-01', policy)).toEqual(partsOpenOn(never.bill, '2025-07-01', policy));
    expect(lateOf(counter.bill, '2025-07-01', policy).claimedFen).toBeGreaterThan(0);
  });

  test('is not reversed by the person who requested it, nor without a request, nor twice', () => {
    const counter = lost();
    const reverse = () => counter.change('2025-06-21', reverseWriteOff);
    const request = (id: string) =>
      counter.change('2025-06-20', (change, context) =>
        requestWriteOffReversal(change, { reason: '误核销' }, { ...context, act: { ...context.act, ...by(id) } }),
      );
    expect(refusal(reverse)).toBe('write-off-reversal-not-asked');
    request('stf_li');
    expect(refusal(reverse)).toBe('another-person-needed');
    request('stf_zhou');
    expect(refusal(reverse)).toBeUndefined();
    expect(refusal(reverse)).toBe('not-written-off');
    expect(refusal(() => request('stf_zhou'))).toBe('not-written-off');
  });

  test('what was recovered meanwhile stays paid', () => {
    const counter = lost();
    counter.pay('pay_1', parts({ principal: 30_000 }), '2025-06-18');
    counter.change('2025-06-20', (change, context) =>
      requestWriteOffReversal(change, { reason: '误核销' }, { ...context, act: { ...context.act, ...by('stf_zhou') } }),
    );
    counter.change('2025-06-21', reverseWriteOff);
    expect(partsOpenOn(counter.bill, '2025-06-21', policy).principal).toBe(41_853);
    expect(counter.balance(receivable)).toBe(41_853);
  });
});
