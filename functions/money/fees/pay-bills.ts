import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { closedThroughNow, type LedgerState, postingDay, type Unposted } from '../ledger/public.ts';
import { agencyOf, assertWithinLimit, type Bill, openPrincipal } from './bill.ts';
import {
  type BillChange,
  type BillContext,
  beginChange,
  extend,
  nextVersion,
  recordEvent,
  refOf,
  saveBills,
} from './bill-change.ts';
import { type LatePolicy, partsOpenOn, restOn } from './bill-late.ts';
import { settleOffer } from './bill-offer.ts';
import { claimLateCharge, correctLateCharge } from './claim-late-charge.ts';
import { addParts, debtParts, oppositeOf, type Parts, totalOf } from './debt-parts.ts';
import { recoverDebt, takeBackRecovery } from './recover-debt.ts';

/**
 * The most bills paid in one transaction of 100 items. Each takes up to four items: the bill, its event, and
 * a late charge claim with its entry. The payment itself needs items, too.
 */
export const billsAtOnce = 16;

/**
 * A payment as bills see it. `on` is the day from which it counts, `today` the day of its entry, both in the
 * estate's zone.
 */
interface OfPayment {
  readonly paymentId: string;
  readonly on: string;
  readonly today: string;
  /** The ledger day of its entry; today by default. */
  readonly postedOn?: string;
  readonly act: ActionContext;
  readonly policy: LatePolicy;
  /** The purpose of the prepaid money that pays; absent for general money. */
  readonly purpose?: string;
}

/** What a payment pays of a bill, part by part. */
export interface PartsOfBill {
  readonly bill: Bill;
  readonly parts: Parts;
}

/**
 * Adds a payment to a bill.
 * @throws RangeError when the bill is not open or gets more of a part than is open on the day.
 */
function addPayment(change: BillChange, parts: Parts, of: OfPayment & BillContext): BillChange {
  const { bill } = change;
  const { paymentId, on, today, postedOn = today, act, policy, purpose } = of;
  const open = partsOpenOn(bill, on, policy);
  const [agency, agencyOpen] = [agencyOf(parts), agencyOf(open)];
  const isApart = agency >= 0 && agency <= agencyOpen && parts.principal - agency <= open.principal - agencyOpen;
  const fits = isApart && debtParts.every((part) => parts[part] >= 0 && parts[part] <= open[part]);
  if (!fits || totalOf(parts) === 0) throw new RangeError(`bill ${bill.billId} does not owe ${JSON.stringify(parts)}`);
  assertWithinLimit(bill, 'paid');
  const posted = postedOn === on ? {} : { postedOn };
  const more = { ...posted, parts, ...(purpose !== undefined && { purpose }) };
  const paid = [...bill.paid, { paymentId, on, at: act.recordedAt, ...more }];
  const fen = totalOf(parts);
  const ofPaid = (after: Bill) => ({ ...refOf(after), paymentId, fen, openFen: openPrincipal(after), on });
  const told = [recordEvent('BillPaid', ofPaid, act)];
  return claimLateCharge(extend(change, { bill: { ...bill, paid }, told }), on, of);
}

/** Returns what a payment currently pays of a bill, by day. */
function paymentsByDay(bill: Bill, paymentId: string): { on: string; parts: Parts; purpose?: string | undefined }[] {
  const byDay = Map.groupBy(
    bill.paid.filter((one) => one.paymentId === paymentId),
    ({ on }) => on,
  );
  return [...byDay]
    .map(([on, all]) => ({ on, parts: addParts(all.map(({ parts }) => parts)), purpose: all[0]?.purpose }))
    .filter(({ parts }) => debtParts.some((part) => parts[part] !== 0));
}

/**
 * Returns what a payment currently pays of a bill, fen: the amount that becomes open again when it is taken
 * back.
 */
export function paidOf(bill: Bill, paymentId: string): number {
  return paymentsByDay(bill, paymentId).reduce((sum, { parts }) => sum + totalOf(parts), 0);
}

/**
 * Takes a payment back from a bill as if it had never been made.
 * @throws RangeError when it pays nothing of the bill.
 */
function takeBackPayment(
  change: BillChange,
  { paymentId, today, act }: Pick<OfPayment, 'paymentId' | 'today' | 'act'>,
): BillChange {
  const { bill } = change;
  const days = paymentsByDay(bill, paymentId);
  if (days.length === 0) throw new RangeError(`${paymentId} pays nothing of ${bill.billId}`);
  assertWithinLimit(bill, 'paid', days.length);
  const back = days.map(({ on, parts, purpose }) => ({
    paymentId,
    on,
    at: act.recordedAt,
    ...(today !== on && { postedOn: today }),
    parts: oppositeOf(parts),
    ...(purpose !== undefined && { purpose }),
  }));
  const fen = paidOf(bill, paymentId);
  const ofUnpaid = (after: Bill) => ({ ...refOf(after), paymentId, fen, openFen: openPrincipal(after) });
  const paid = [...bill.paid, ...back];
  return extend(change, { bill: { ...bill, paid }, told: [recordEvent('BillUnpaid', ofUnpaid, act)] });
}

/**
 * Returns the days on which the payer could not know that the bill was open: from the day after the payment
 * to today.
 */
function excusedDays(bill: Bill, { paymentId, today }: Pick<OfPayment, 'paymentId' | 'today'>): Bill['excused'] {
  const spans = paymentsByDay(bill, paymentId)
    .map(({ on }) => ({ from: addDays(on, 1), to: today, paymentId }))
    .filter(({ from, to }) => from <= to);
  return [...(bill.excused ?? []), ...spans];
}

/**
 * Returns a bill without what a payment pays of it, as of a day. Callers use it to see what the payment may
 * pay instead.
 */
export function withoutPayment(bill: Bill, of: Pick<OfPayment, 'paymentId' | 'act' | 'today' | 'policy'>): Bill {
  const { bill: after } = takeBackPayment(beginChange(bill), of);
  return { ...after, status: totalOf(restOn(after, of.today, of.policy)) > 0 ? 'published' : after.status };
}

type Paying = OfPayment & { readonly bills: readonly PartsOfBill[] };
type Unpaying = Omit<OfPayment, 'on'> & { readonly bills: readonly Bill[] };
type Moving = OfPayment & {
  readonly leaves: readonly Bill[];
  readonly pays: readonly PartsOfBill[];
  /** The payment that leaves, when another one pays. */
  readonly leaving?: string;
  /** True when a cashier's mistake is corrected: no late charge for the days until today (R21.3). */
  readonly excused?: boolean;
};

/**
 * Lets a payment pay bills (D27, R5.5), at most `billsAtOnce`. Each bill gets what was paid; late charge that
 * is paid for the first time is claimed, and excess claims are corrected (D32). Post the result together with
 * the payment's own entry.
 * @throws RangeError when a bill is not open or gets more of a part than is open on the day (`partsOpenOn`).
 * @throws VersionConflict at commit when a bill was changed in the meantime.
 */
export function payBills(ledger: LedgerState, what: Paying): Unposted {
  const postedOn = postingDay(what.on, closedThroughNow(ledger));
  return moveOnBills(ledger, { ...what, postedOn, leaves: [], pays: what.bills });
}

/**
 * Takes a reversed or bounced payment back from bills. The amounts become open again, and late charge is
 * recalculated as if it had never been paid. Post the result together with the reversal of the payment.
 * @throws RangeError when it pays nothing of a bill.
 */
export function unpayBills(ledger: LedgerState, what: Unpaying): Unposted {
  return moveOnBills(ledger, { ...what, on: what.today, leaves: what.bills, pays: [] });
}

/**
 * Reallocates a payment: it leaves bills and pays others, or the same ones differently (D27). A bill that is
 * left and paid again is saved once; `withoutPayment` gives what may be paid of it.
 * @throws RangeError as `payBills` and `unpayBills`.
 */
export function moveOnBills(ledger: LedgerState, what: Moving): Unposted {
  return saveBills(changeMovedBills(ledger, what));
}

/** Returns the changes of the bills that a payment leaves or pays. @throws RangeError as `moveOnBills`. */
export function changeMovedBills(ledger: LedgerState, what: Moving): BillChange[] {
  const of = { ...what, ledger };
  const changes = new Map<string, BillChange>();
  for (const bill of what.leaves) {
    const without = { ...of, paymentId: what.leaving ?? what.paymentId };
    const left = takeBackRecovery(takeBackPayment(beginChange(bill), without), without.paymentId, of);
    const excused = what.excused ? { excused: excusedDays(bill, without) } : {};
    const status = withoutPayment({ ...bill, ...excused }, without).status;
    changes.set(bill.billId, extend(left, { bill: { ...left.bill, ...excused, status } }));
  }
  for (const { bill, parts } of what.pays) {
    const owed = recoverDebt(changes.get(bill.billId) ?? beginChange(bill), parts, of);
    changes.set(bill.billId, addPayment(owed, parts, of));
  }
  return [...changes.values()].map((change) => nextVersion(correctLateCharge(settleOffer(change, of), of), of));
}
