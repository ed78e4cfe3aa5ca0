import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import type { Books, Entry } from '../ledger/public.ts';
import { assertWithinLimit, type Bill, openPrincipal } from './bill.ts';
import { and, type BillChange, type Desk, refOf, saveBills, settled, tell, unchanged } from './bill-change.ts';
import { type LatePolicy, partsOpenOn, restOn } from './bill-late.ts';
import { claimed, corrected } from './claim-late-charge.ts';
import { addParts, debtParts, type Parts, totalOf } from './debt-parts.ts';

/**
 * So many bills may be paid in one transaction: each takes four places of the hundred at most (the bill, that it was paid,
 * and the late charge that is claimed then with its entry), and the payment has its own.
 */
export const billsAtOnce = 16;

/** What a payment does to bills: from which day it counts (`on`), and the day of its entry, both in the estate's zone. */
interface OfPayment {
  readonly paymentId: string;
  readonly on: string;
  readonly today: string;
  readonly act: ActionContext;
  readonly policy: LatePolicy;
  /** The purpose of the prepaid money that pays; money for anything where it is not said. */
  readonly purpose?: string;
}

/** What a payment pays of a bill, part by part. */
export interface PartsOfBill {
  readonly bill: Bill;
  readonly parts: Parts;
}

/** A payment on a bill. @throws RangeError when it is not open, or gets more of a part than is open of it on the day. */
function paidBy(change: BillChange, parts: Parts, of: OfPayment & Desk): BillChange {
  const { bill } = change;
  const { paymentId, on, act, policy, purpose } = of;
  const open = partsOpenOn(bill, on, policy);
  const fits = debtParts.every((part) => parts[part] >= 0 && parts[part] <= open[part]);
  if (!fits || totalOf(parts) === 0) throw new RangeError(`bill ${bill.billId} does not owe ${JSON.stringify(parts)}`);
  assertWithinLimit(bill, 'paid');
  const paid = [...bill.paid, { paymentId, on, at: act.recordedAt, parts, ...(purpose !== undefined && { purpose }) }];
  const fen = totalOf(parts);
  const ofPaid = (after: Bill) => ({ ...refOf(after), paymentId, fen, openFen: openPrincipal(after), on });
  return claimed(and(change, { bill: { ...bill, paid }, told: [tell('BillPaid', ofPaid, act)] }), on, of);
}

/** What a payment pays of a bill as it stands, day by day. */
function standing(bill: Bill, paymentId: string): { on: string; parts: Parts; purpose?: string | undefined }[] {
  const byDay = Map.groupBy(
    bill.paid.filter((one) => one.paymentId === paymentId),
    ({ on }) => on,
  );
  return [...byDay]
    .map(([on, all]) => ({ on, parts: addParts(all.map(({ parts }) => parts)), purpose: all[0]?.purpose }))
    .filter(({ parts }) => debtParts.some((part) => parts[part] !== 0));
}

/** What a payment pays of a bill as it stands, fen: what taking it back leaves open again. */
export function paidOf(bill: Bill, paymentId: string): number {
  return standing(bill, paymentId).reduce((sum, { parts }) => sum + totalOf(parts), 0);
}

/** A payment taken back from a bill, as if it had never been. @throws RangeError when it pays nothing of it. */
function takenBack(change: BillChange, { paymentId, act }: Pick<OfPayment, 'paymentId' | 'act'>): BillChange {
  const { bill } = change;
  const days = standing(bill, paymentId);
  if (days.length === 0) throw new RangeError(`${paymentId} pays nothing of ${bill.billId}`);
  assertWithinLimit(bill, 'paid', days.length);
  const back = days.map(({ on, parts, purpose }) => ({
    ...{ paymentId, on, at: act.recordedAt, parts: opposite(parts) },
    ...(purpose !== undefined && { purpose }),
  }));
  const fen = paidOf(bill, paymentId);
  const ofUnpaid = (after: Bill) => ({ ...refOf(after), paymentId, fen, openFen: openPrincipal(after) });
  const paid = [...bill.paid, ...back];
  return and(change, { bill: { ...bill, paid }, told: [tell('BillUnpaid', ofUnpaid, act)] });
}

/** The days for which nobody knew that the bill was open: from the day after the payment to today. */
function excusedDays(bill: Bill, { paymentId, today }: Pick<OfPayment, 'paymentId' | 'today'>): Bill['excused'] {
  const spans = standing(bill, paymentId)
    .map(({ on }) => ({ from: addDays(on, 1), to: today, paymentId }))
    .filter(({ from, to }) => from <= to);
  return [...(bill.excused ?? []), ...spans];
}

function opposite(parts: Parts): Parts {
  return { costs: 0 - parts.costs, 'late-charge': 0 - parts['late-charge'], principal: 0 - parts.principal };
}

/** A bill without what a payment pays of it, as it would stand on a day; for whoever asks what the payment may pay instead. */
export function withoutPayment(bill: Bill, of: Pick<OfPayment, 'paymentId' | 'act' | 'today' | 'policy'>): Bill {
  const { bill: after } = takenBack(unchanged(bill), of);
  return { ...after, status: totalOf(restOn(after, of.today, of.policy)) > 0 ? 'published' : after.status };
}

/**
 * Lets a payment pay bills (D27, R5.5): each is saved under its version with what was paid of it, late charge that is paid
 * for the first time is claimed, and one that turns out to be claimed too much is corrected (D32). Adds the bills and
 * `BillPaid` to the transaction. The caller books the payment's own entry (`bookPayment`, what each bill gets is the sum of
 * its parts) together with the entries that come back, by one `bookEntries`. At most `billsAtOnce` bills.
 * @throws RangeError when a bill is not open or gets more of a part than is open of it on the day (`partsOpenOn`).
 * At commit: VersionConflict when a bill was changed in the meantime.
 */
export function payBills(
  transaction: Transaction,
  books: Books,
  what: OfPayment & { readonly bills: readonly PartsOfBill[] },
): { entries: Entry[]; bills: Bill[] } {
  return moveOnBills(transaction, books, { ...what, leaves: [], pays: what.bills });
}

/**
 * Takes a payment back from bills: reversed, bounced. What was open before it is open again; the late charge is worked out
 * as if it had never been paid. The caller reverses the payment's entry. @throws RangeError when it pays nothing of one.
 */
export function unpayBills(
  transaction: Transaction,
  books: Books,
  what: Omit<OfPayment, 'on'> & { readonly bills: readonly Bill[] },
): { entries: Entry[]; bills: Bill[] } {
  return moveOnBills(transaction, books, { ...what, on: what.today, leaves: what.bills, pays: [] });
}

/**
 * Lets a payment leave bills and pay others, or the same ones otherwise (D27: reallocation); a bill that is left and paid
 * again is saved once. What may be paid of such a one is what is open of `withoutPayment`. @throws RangeError as above.
 */
export function moveOnBills(
  transaction: Transaction,
  books: Books,
  what: OfPayment & {
    readonly leaves: readonly Bill[];
    readonly pays: readonly PartsOfBill[];
    /** The payment that leaves, where it is not the one that pays. */
    readonly leaving?: string;
    /** It left by a mistake of the desk: no late charge is claimed for the days until today (R21.3). */
    readonly excused?: boolean;
  },
): { entries: Entry[]; bills: Bill[] } {
  const of = { ...what, books };
  const changes = new Map<string, BillChange>();
  for (const bill of what.leaves) {
    const without = { ...of, paymentId: what.leaving ?? what.paymentId };
    const left = takenBack(unchanged(bill), without);
    const excused = what.excused ? { excused: excusedDays(bill, without) } : {};
    const status = withoutPayment({ ...bill, ...excused }, without).status;
    changes.set(bill.billId, and(left, { bill: { ...left.bill, ...excused, status } }));
  }
  for (const { bill, parts } of what.pays) {
    changes.set(bill.billId, paidBy(changes.get(bill.billId) ?? unchanged(bill), parts, of));
  }
  const all = [...changes.values()].map((change) => settled(corrected(change, of), of));
  saveBills(transaction, all);
  return { entries: all.flatMap(({ entries }) => [...entries]), bills: all.map(({ bill }) => bill) };
}
