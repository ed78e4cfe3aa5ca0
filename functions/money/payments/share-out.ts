import { type Bill, billsAtOnce, type Parts, totalOf } from '../fees/public.ts';
import { allocate, type PaymentOrder } from './allocation.ts';
import type { SharePaid } from './payment.ts';

/** Money that may be used for any bill. */
export const generalPurpose = 'general';

/** Places of the hundred in a transaction that the bills may take; the payment, its papers and the doors have the others. */
const places = 72;

/**
 * To how many bills a sum may go at once. Each takes four places; one that is paid as of an earlier day up to nine, since
 * what was paid of it later may have to be corrected (D32); one that is left, three.
 */
export function mostBills(of: { on: string; today: string; leaves?: number }): number {
  const left = places - 3 * (of.leaves ?? 0);
  return Math.max(1, Math.min(billsAtOnce, Math.floor(left / (of.on < of.today ? 9 : 4))));
}

/** A bill with what is open of it on the day of the payment. */
export interface Payable {
  readonly bill: Bill;
  readonly open: Parts;
}

/** What a sum pays of a bill. */
export interface Share {
  readonly bill: Bill;
  readonly parts: Parts;
}

/**
 * What may be paid of a bill with money of a purpose. Money for one fee item pays the principal of bills that hold that
 * item and no other: what was paid for electricity pays no property fee, and no late charge either (R11.4).
 * Undefined when nothing may.
 */
export function payableWith(purpose: string, { bill, open }: Payable): Payable | undefined {
  const owed = {
    costs: Math.max(0, open.costs),
    'late-charge': Math.max(0, open['late-charge']),
    principal: Math.max(0, open.principal),
  };
  const may = purpose === generalPurpose ? owed : { ...owed, costs: 0, 'late-charge': 0 };
  const isFor = purpose === generalPurpose || bill.lines.every(({ feeItemId }) => feeItemId === purpose);
  return isFor && totalOf(may) > 0 ? { bill, open: may } : undefined;
}

/** A bill that is disputed this day: nobody's prepaid money is put on it without being asked. */
export function isDisputedOn(bill: Pick<Bill, 'disputes'>, day: string): boolean {
  return bill.disputes.some(({ from, to }) => from <= day && (to === undefined || day <= to));
}

/**
 * Shares a sum out among bills: those that the payer named first, then the oldest (R5.5), and to at most so many bills,
 * as many as one transaction holds; `more` says that bills are left which it could have paid.
 * @throws RangeError when a bill is there twice or a named one is not there.
 */
export function shareOut(
  fen: number,
  bills: readonly Payable[],
  how: { order: PaymentOrder; named?: readonly string[]; most: number },
): { shares: Share[]; more: boolean } {
  const ofBill = new Map(bills.map((one) => [one.bill.billId, one.bill]));
  const open = bills.map(({ bill, open: parts }) => ({ billId: bill.billId, dueOn: bill.dueOn, open: parts }));
  const { paid } = allocate(fen, open, how.order, how.named);
  const all: Share[] = [];
  for (const [billId, parts] of Map.groupBy(paid, (one) => one.billId)) {
    const bill = ofBill.get(billId);
    const of = (part: keyof Parts) => parts.reduce((sum, one) => sum + (one.part === part ? one.fen : 0), 0);
    if (bill)
      all.push({ bill, parts: { costs: of('costs'), 'late-charge': of('late-charge'), principal: of('principal') } });
  }
  const shares = all.slice(0, how.most);
  return { shares, more: all.length > shares.length };
}

/** A share as the payment keeps it. */
export function sharePaid({ bill, parts }: Share): SharePaid {
  const { billId, dueOn, unitId, unitLabel, lines } = bill;
  return { billId, dueOn, unitId, unitLabel, feeItemId: lines[0]?.feeItemId ?? generalPurpose, parts };
}
