import type { Temporal } from 'temporal-polyfill';
import { dayIn } from '../../../shared/kernel/time.ts';
import { type Bill, bookedOpen, type FeesPolicy, partsOpenOn, totalOf } from '../fees/public.ts';
import { type DunningTerms, openFen } from './dunning.ts';
import { type AccountRecord, type BillAtHand, type ContactEntry, most } from './dunning-account.ts';

/** What the state of an account is worked out by: the rules of dunning, and those of late charge. */
export interface Terms extends DunningTerms {
  readonly fees: FeesPolicy;
}

/**
 * What is asked for of a bill, fen: what is open of it by the books. Late charge that was not claimed grows by the day and
 * is asked for only once the principal is paid, when it grows no more: an amount that is demanded stands.
 */
function askedFor(bill: Bill, today: string, fees: FeesPolicy): number {
  if (bill.status !== 'published') return 0;
  const booked = bookedOpen(bill);
  if (booked.principal <= 0) return totalOf(partsOpenOn(bill, today, fees));
  return booked.principal + Math.max(0, booked.costs) + Math.max(0, booked['late-charge']);
}

/** A bill as dunning sees it: what is asked for, and what was paid on which day (a payment that bounced lets nothing stand). */
function atHand(bill: Bill, today: string, fees: FeesPolicy): BillAtHand {
  const { billId, dueOn, period, disputes } = bill;
  const paid = [...Map.groupBy(bill.paid, ({ on }) => on)]
    .map(([on, all]) => ({ on, fen: all.reduce((sum, { parts }) => sum + totalOf(parts), 0) }))
    .filter(({ fen }) => fen !== 0);
  const fen = askedFor(bill, today, fees) + paid.reduce((sum, one) => sum + one.fen, 0);
  return { billId, dueOn, fen, paid, period, disputes: disputes.map(({ from, to }) => ({ from, to })) };
}

const lastPaidOn = ({ paid }: BillAtHand) =>
  paid
    .map(({ on }) => on)
    .sort()
    .at(-1) ?? '';

/** Bills that matter: what is open, and what was settled since the oldest of them was due or belongs to a plan for one. */
function thatMatter(all: readonly BillAtHand[], { plans }: AccountRecord): BillAtHand[] {
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

/** Contacts that matter: all about open bills, and of those about settled ones the latest. A payment may bounce. */
function contactsThatMatter(contacts: readonly ContactEntry[], bills: readonly BillAtHand[]): ContactEntry[] {
  const ids = new Set(bills.filter((bill) => openFen(bill) > 0).map(({ billId }) => billId));
  const spare = Math.max(0, contacts.length - most.contacts);
  const settled = contacts.filter(({ billIds, waiting }) => !waiting && !billIds.some((billId) => ids.has(billId)));
  const dropped = new Set(settled.slice(0, spare).map(({ contactId }) => contactId));
  return contacts.filter(({ contactId }) => !dropped.has(contactId));
}

/** The account with its bills as fees have them now; the order in which one heard of them does not matter. */
export function withBills(
  record: AccountRecord,
  bills: readonly Bill[],
  { fees, calendar }: Terms,
  now: Temporal.Instant,
): AccountRecord {
  const today = dayIn(calendar.zone, now.toString());
  const ofAccount = bills.filter(({ payerId, unitId }) => payerId === record.payerId && unitId === record.unitId);
  const known = thatMatter(
    ofAccount
      .filter(({ status }) => status !== 'draft' && status !== 'cancelled')
      .map((bill) => atHand(bill, today, fees)),
    record,
  );
  return { ...record, bills: known, contacts: contactsThatMatter(record.contacts, known) };
}
