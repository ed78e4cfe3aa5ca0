import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agencyOf, type Bill, postedOpen } from '../../../../functions/money/fees/bill.ts';
import { agencyPartOf, lateOf } from '../../../../functions/money/fees/bill-late.ts';
import { partsToPayOn } from '../../../../functions/money/fees/bill-offer.ts';
import { creditBill } from '../../../../functions/money/fees/credit-bill.ts';
import { totalOf, withAgency } from '../../../../functions/money/fees/debt-parts.ts';
import { requestWriteOffReversal, reverseWriteOff, writeOffBill } from '../../../../functions/money/fees/end-bill.ts';
import { linesAt } from '../../../../functions/money/fees/line-at-day.ts';
import { account } from '../../../../functions/money/ledger/account.ts';
import { aBill, agencyReceivable, Counter, parts, policyWith, prepaid, receivable } from './a-bill.ts';

/** The bill of R25.2: 222.10 of the company and 30.00 of water that is collected for the waterworks. */
function mixed(more: Partial<Bill> = {}): Bill {
  const bill = aBill();
  const [line] = bill.lines;
  if (!line) throw new Error('the bill has no line');
  const own = { ...line, fen: 22_210 };
  const water = { ...line, feeItemId: 'fee_water', name: '水费代收', held: true, fen: 3_000 };
  return { ...bill, lines: [own, water], fen: 25_210, agencyReceivable: true, ...more };
}
const held = account.held('fee_water');
const revenue = account.revenue('fee_property');
const balances = (counter: Counter) =>
  [receivable, agencyReceivable, held, revenue].map((code) => counter.balance(code));

describe('R25.1 a receivable of its own for money collected for others', () => {
  test('R25.1 the bill is Dr 1122 222.10 and Dr 1221 30.00; the water is no revenue', () => {
    expect(balances(new Counter(mixed()))).toEqual([22_210, 3_000, -3_000, -22_210]);
  });

  test('R25.1 a payment of both credits each receivable with its own part', () => {
    const counter = new Counter(mixed());
    counter.pay('pay_1', parts({ principal: 25_210, agency: 3_000 }), '2025-03-20');
    expect(balances(counter)).toEqual([0, 0, -3_000, -22_210]);
    expect(counter.bill.status).toBe('paid');
    counter.unpay('pay_1', '2025-03-22');
    expect(balances(counter).slice(0, 2)).toEqual([22_210, 3_000]);
  });

  test('R25.1, R28.1 without a late charge both share a part payment; with one, what bears it comes first', () => {
    const bill = mixed();
    const open = partsToPayOn(bill, '2025-03-20', policyWith('0'));
    expect(open).toEqual({ costs: 0, 'late-charge': 0, principal: 25_210, agency: 3_000 });
    expect(agencyPartOf(bill, 12_605, open, policyWith('0'))).toBe(1_500);
    expect(agencyPartOf(bill, 12_605, open, policyWith('0.0005'))).toBe(0);
    expect(agencyPartOf(bill, 24_210, open, policyWith('0.0005'))).toBe(2_000);
    expect(agencyPartOf(bill, 25_210, open, policyWith('0.0005'))).toBe(3_000);
  });

  test('R25.1 a bill that was posted on 1122 is settled on 1122', () => {
    const { agencyReceivable: _, ...old } = mixed();
    const counter = new Counter(old);
    expect(balances(counter)).toEqual([25_210, 0, -3_000, -22_210]);
    const open = partsToPayOn(old, '2025-03-20', counter.policy);
    expect([open.agency, agencyPartOf(old, 25_210, open, counter.policy)]).toEqual([undefined, 0]);
    counter.pay('pay_1', parts({ principal: 25_210 }), '2025-03-20');
    expect(balances(counter).slice(0, 2)).toEqual([0, 0]);
  });

  test('R25.2 the late charge is 8.33 and not 9.45, and money for the water does not lower it', () => {
    const counter = new Counter(mixed());
    expect(lateOf(counter.bill, '2025-06-14', counter.policy).claimedFen).toBe(833);
    counter.pay('pay_1', parts({ principal: 3_000, agency: 3_000 }), '2025-03-20');
    expect(lateOf(counter.bill, '2025-06-14', counter.policy).claimedFen).toBe(833);
  });

  test('R25.1 a credit note on paid water frees what the water was paid, not what the company is owed', () => {
    const counter = new Counter(mixed());
    counter.pay('pay_1', parts({ principal: 3_000, agency: 3_000 }), '2025-03-20');
    const [, water] = counter.bill.lines;
    if (!water) throw new Error('the bill has no water');
    const note = { billId: 'note_1', period: counter.bill.period, lines: [{ ...water, fen: -1_000 }] };
    counter.change('2025-03-21', (change, context) => creditBill(change, note, context));
    expect([...balances(counter), counter.balance(prepaid)]).toEqual([22_210, 0, -2_000, -22_210, -1_000]);
    expect(postedOpen(counter.bill)).toEqual({ costs: 0, 'late-charge': 0, principal: 22_210 });
  });

  test('R25.1 lines of a report follow the receivable that was paid', () => {
    const counter = new Counter(mixed());
    counter.pay('pay_1', parts({ principal: 5_000, agency: 3_000 }), '2025-03-20');
    expect(linesAt(counter.bill, '2025-03-31').map(({ openFen }) => openFen)).toEqual([20_210, 0]);
  });

  test('R21.12, R25.1 after any sequence both receivables are what the bill says is open', () => {
    const act = fc.record({
      what: fc.constantFrom('pay', 'unpay', 'write-off', 'reverse', 'credit'),
      share: fc.integer({ min: 1, max: 100 }),
      water: fc.boolean(),
    });
    let moves = 0;
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 8 }), fc.constantFrom('0', '0.0005'), (acts, rate) => {
        const counter = new Counter(mixed(), policyWith(rate));
        const paid: string[] = [];
        acts.forEach(({ what, share, water }, nth) => {
          const on = `2025-03-${String(nth + 10)}`;
          const { bill, policy } = counter;
          const part = (fen: number) => Math.floor((fen * share) / 100);
          if (what === 'pay') {
            const open = partsToPayOn(bill, on, policy);
            const principal = part(open.principal);
            if (principal <= 0) return;
            const agency = agencyPartOf(bill, principal, open, policy);
            counter.pay(`pay_${nth}`, withAgency(parts({ principal }), agency), on);
            paid.push(`pay_${nth}`);
          } else if (what === 'unpay') {
            const last = paid.pop();
            // A credit note may have freed some of its money, which then is another act.
            if (last !== undefined && (bill.credited ?? []).length === 0) counter.unpay(last, on);
            else return;
          } else if (what === 'write-off') {
            if (bill.status !== 'published') return;
            counter.change(on, (change, context) => writeOffBill(change, { reason: 'x', askedBy: 'y' }, context));
          } else if (what === 'reverse') {
            if (bill.status !== 'written-off' || (bill.credited ?? []).length > 0) return;
            counter.change(on, (change, context) => requestWriteOffReversal(change, { reason: 'x' }, context));
            counter.change(on, (change, context) => {
              const { writtenOff } = change.bill;
              const asked = writtenOff?.asked && { ...writtenOff.asked, by: 'stf_other' };
              return reverseWriteOff(
                { ...change, bill: { ...change.bill, writtenOff: writtenOff && { ...writtenOff, asked } } },
                context,
              );
            });
          } else {
            const line = bill.lines[water ? 1 : 0];
            if (!line || (bill.credited ?? []).some(({ feeItemId }) => feeItemId === line.feeItemId)) return;
            const note = { billId: `note_${nth}`, period: bill.period, lines: [{ ...line, fen: 0 - part(line.fen) }] };
            if (part(line.fen) > 0) counter.change(on, (change, context) => creditBill(change, note, context));
          }
          moves += 1;
          const open = postedOpen(counter.bill);
          expect(agencyOf(open)).toBeGreaterThanOrEqual(0);
          expect(balances(counter).slice(0, 2)).toEqual([totalOf(open) - agencyOf(open), agencyOf(open)]);
        });
      }),
      { numRuns: 300 },
    );
    expect(moves).toBeGreaterThan(300);
  });
});
