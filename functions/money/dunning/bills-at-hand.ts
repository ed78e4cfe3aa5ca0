import type { Temporal } from 'temporal-polyfill';
import { dayIn } from '../../../shared/kernel/time.ts';
import { type Bill, disputedDays, type FeesPolicy, partsOpenOn, postedOpen, totalOf } from '../fees/public.ts';
import { type DunningTerms, openFen } from './dunning.ts';
import { type AccountRecord, type BillAtHand, type ContactEntry, most } from './dunning-account.ts';

/** The terms of an account's state: the rules of dunning and of late charge. */
export interface Terms extends DunningTerms {
  readonly fees: FeesPolicy;
}

/**
 * Returns the amount to demand for a bill, fen: what is open according to the ledger. Unclaimed late charge
 * grows by the day. It is demanded only once the principal is paid, so that a demanded amount does not
 * change.
 */
function askedFor(bill: Bill, today: string, fees: FeesPolicy): number {
  if (bill.status !== 'published') return 0;
  const posted = postedOpen(bill);
  if (posted.principal <= 0) return totalOf(partsOpenOn(bill, today, fees));
  return posted.principal + Math.max(0, posted.costs) + Math.max(0, posted['late-charge']);
}

/** Returns true for a payment: not prepaid money that the system used, and no correction or credit note. */
const isPayment = (paymentId: string) => paymentId.startsWith('pay_');

const sumOf = (paid: Bill['paid']) => paid.reduce((sum, { parts }) => sum + totalOf(parts), 0);

/**
 * Returns a bill as dunning sees it: the amount to demand, and payments by day. A bounced payment is left
 * out.
 */
function atHand(bill: Bill, today: string, fees: FeesPolicy): BillAtHand {
  const { billId, dueOn, period } = bill;
  const paid = [...Map.groupBy(bill.paid, ({ on }) => on)]
    .map(([on, all]) => {
      const byDebtorFen = sumOf(all.filter(({ paymentId }) => isPayment(paymentId)));
      return { on, fen: sumOf(all), ...(byDebtorFen > 0 && { byDebtorFen }) };
    })
    .filter(({ fen }) => fen !== 0);
  const fen = askedFor(bill, today, fees) + paid.reduce((sum, one) => sum + one.fen, 0);
  return { billId, dueOn, fen, paid, period, disputes: disputedDays(bill) };
}

const lastPaidOn = ({ paid }: BillAtHand) =>
  paid
    .map(({ on }) => on)
    .sort()
    .at(-1) ?? '';

/**
 * Returns the open bills, and settled ones that still matter. These were paid after the oldest open bill was
 * due, or belong to a plan with an open bill.
 */
function billsThatMatter(all: readonly BillAtHand[], { plans }: AccountRecord): BillAtHand[] {
  const open = all.filter((bill) => openFen(bill) > 0);
  const [oldest] = open.map(({ dueOn }) => dueOn).sort();
  if (oldest === undefined) return [];
  const isOpen = (billId: string) => open.some((bill) => bill.billId === billId);
  const planned = plans.filter(({ billIds }) => billIds.some(isOpen)).flatMap(({ billIds }) => billIds);
  const settled = all
    .filter((bill) => openFen(bill) <= 0 && (lastPaidOn(bill) > oldest || planned.includes(bill.billId)))
    .toSorted((a, b) => (lastPaidOn(a) < lastPaidOn(b) ? 1 : -1))
    .slice(0, most.settledBills);
  return [...open, ...settled].toSorted((a, b) => (a.dueOn + a.billId < b.dueOn + b.billId ? -1 : 1));
}

/** Returns all contacts about open bills, and the latest about settled ones, because a payment may bounce. */
function contactsThatMatter(contacts: readonly ContactEntry[], bills: readonly BillAtHand[]): ContactEntry[] {
  const ids = new Set(bills.filter((bill) => openFen(bill) > 0).map(({ billId }) => billId));
  const spare = Math.max(0, contacts.length - most.contacts);
  const settled = contacts.filter(({ billIds, waiting }) => !waiting && !billIds.some((billId) => ids.has(billId)));
  const dropped = new Set(settled.slice(0, spare).map(({ contactId }) => contactId));
  return contacts.filter(({ contactId }) => !dropped.has(contactId));
}

/** Returns the account with the current bills of fees. The order of events does not matter. */
export function withBills(
  record: AccountRecord,
  bills: readonly Bill[],
  { fees, calendar }: Terms,
  now: Temporal.Instant,
): AccountRecord {
  const today = dayIn(calendar.zone, now.toString());
  const ofAccount = bills.filter(({ payerId, unitId }) => payerId === record.payerId && unitId === record.unitId);
  const known = billsThatMatter(
    ofAccount
      .filter(({ status }) => status !== 'draft' && status !== 'cancelled')
      .map((bill) => atHand(bill, today, fees)),
    record,
  );
  return { ...record, bills: known, contacts: contactsThatMatter(record.contacts, known) };
}
