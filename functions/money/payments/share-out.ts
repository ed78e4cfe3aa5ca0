import {
  agencyOf,
  agencyPartOf,
  type Bill,
  billsAtOnce,
  type DebtPart,
  disputedDays,
  type LatePolicy,
  type Parts,
  principalByRate,
  totalOf,
  withAgency,
} from '../fees/public.ts';
import { type AllocationRules, allocate } from './allocation.ts';
import type { SharePaid } from './payment.ts';

/** The purpose of money that may pay any bill. */
export const generalPurpose = 'general';

/**
 * The items of the hundred in a transaction that bills may use. The payment, its source documents and the day
 * locks use the others.
 */
const itemsForBills = 72;

/**
 * Returns the most bills that one payment may pay at once. Each bill takes four items.
 * A bill paid as of an earlier day takes up to nine, because later payments may need correction (D32). A bill
 * that the payment leaves takes three.
 */
export function mostBills(of: { on: string; today: string; leaves?: number }): number {
  const left = itemsForBills - 3 * (of.leaves ?? 0);
  return Math.max(1, Math.min(billsAtOnce, Math.floor(left / (of.on < of.today ? 9 : 4))));
}

/** A bill with its open amounts on the day of the payment. */
export interface Payable {
  readonly bill: Bill;
  readonly open: Parts;
}

/** The part of a payment that goes to one bill. */
export interface Share {
  readonly bill: Bill;
  readonly parts: Parts;
}

/**
 * Returns what money of a purpose may pay of a bill, or undefined.
 * Money for one fee item pays only the principal of bills with that item alone. Money for electricity pays no
 * property fee and no late charge (R11.4).
 */
export function payableWith(purpose: string, { bill, open }: Payable): Payable | undefined {
  const owed = {
    costs: Math.max(0, open.costs),
    'late-charge': Math.max(0, open['late-charge']),
    principal: Math.max(0, open.principal),
  };
  const agency = Math.min(owed.principal, agencyOf(open));
  const may = withAgency(purpose === generalPurpose ? owed : { ...owed, costs: 0, 'late-charge': 0 }, agency);
  const isFor = purpose === generalPurpose || bill.lines.every(({ feeItemId }) => feeItemId === purpose);
  return isFor && totalOf(may) > 0 ? { bill, open: may } : undefined;
}

/**
 * Returns true when the bill is disputed on that day. Prepaid money is not put on such a bill without a
 * request.
 */
export function isDisputedOn(bill: Pick<Bill, 'disputes' | 'credited' | 'waived'>, day: string): boolean {
  return disputedDays(bill).some(({ from, to }) => from <= day && (to === undefined || day <= to));
}

/**
 * Shares money among bills: first those the payer named, then in the order of the contract or the law
 * (R28.1), at most as many as one transaction can hold. The money that would go further stays.
 * `more` says that it could have paid further bills.
 * @throws RangeError when a bill occurs twice or a named one is missing.
 */
export function shareOut(
  fen: number,
  bills: readonly Payable[],
  rules: AllocationRules & { fees: LatePolicy; most: number },
): { shares: Share[]; more: boolean } {
  const open = bills.map(({ bill, open: parts }) => {
    const { billId, dueOn } = bill;
    return { billId, dueOn, open: parts, rates: principalByRate(bill, parts.principal, rules.fees) };
  });
  const { paid } = allocate(fen, open, rules);
  const ids = [...new Set(paid.map(({ billId }) => billId))];
  const beyond = new Set(ids.slice(rules.most));
  const end = paid.findIndex(({ billId }) => beyond.has(billId));
  const ofBill = Map.groupBy(end < 0 ? paid : paid.slice(0, end), ({ billId }) => billId);
  const shares = bills.flatMap(({ bill, open: mayPay }) => {
    const parts = ofBill.get(bill.billId) ?? [];
    const of = (part: DebtPart) => parts.reduce((sum, one) => sum + (one.part === part ? one.fen : 0), 0);
    const all = { costs: of('costs'), 'late-charge': of('late-charge'), principal: of('principal') };
    const agency = agencyPartOf(bill, all.principal, mayPay, rules.fees);
    return parts.length > 0 ? [{ bill, parts: withAgency(all, agency) }] : [];
  });
  const order = (share: Share) => ids.indexOf(share.bill.billId);
  return { shares: shares.toSorted((a, b) => order(a) - order(b)), more: beyond.size > 0 };
}

/** Returns a share as the payment stores it. */
export function sharePaid({ bill, parts }: Share): SharePaid {
  const { billId, dueOn, unitId, unitLabel, lines } = bill;
  return { billId, dueOn, unitId, unitLabel, feeItemId: lines[0]?.feeItemId ?? generalPurpose, parts };
}
