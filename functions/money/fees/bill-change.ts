import type { ActionContext, EventData } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type Books, bookEntries, type Entry, headOf } from '../ledger/public.ts';
import { type Bill, isOpen, isOwed } from './bill.ts';
import { type LatePolicy, restOn } from './bill-late.ts';
import { handDeliveries } from './bills.store.ts';
import { totalOf } from './debt-parts.ts';
import { bills } from './fees.store.ts';
import { handDelivery } from './hand-delivery.ts';

/** What every change of a bill stands on: the books, the day in the estate's zone, who does it, and the estate's policy. */
export interface Desk {
  readonly books: Books;
  readonly today: string;
  readonly act: ActionContext;
  readonly policy: LatePolicy;
}

type Told = (transaction: Transaction, bill: Bill) => void;

/** A bill on its way to its next version, with what is booked and told along with it. It is saved once, whatever happens to it. */
export interface BillChange {
  readonly before: Bill;
  readonly bill: Bill;
  readonly entries: readonly Entry[];
  readonly told: readonly Told[];
}

/** A bill to which nothing has happened yet. */
export function unchanged(bill: Bill): BillChange {
  return { before: bill, bill, entries: [], told: [] };
}

/** The change with more of it: what the bill is then, what is booked, what is told. */
export function and(change: BillChange, more: Partial<Omit<BillChange, 'before'>>): BillChange {
  return {
    before: change.before,
    bill: more.bill ?? change.bill,
    entries: [...change.entries, ...(more.entries ?? [])],
    told: [...change.told, ...(more.told ?? [])],
  };
}

type EventOfBill =
  | 'BillPaid'
  | 'BillUnpaid'
  | 'BillDelivered'
  | 'BillCancelled'
  | 'BillCredited'
  | 'CreditNoteIssued'
  | 'BillDisputed'
  | 'DisputeSettled'
  | 'LateChargeClaimed'
  | 'LateChargeCorrected'
  | 'CostsAdded'
  | 'ChargeWaived'
  | 'BillWrittenOff';

/** How every event of a bill names it. */
export function refOf({ billId, unitId, payerId }: Bill): { billId: string; unitId: string; payerId: string } {
  return { billId, unitId, payerId };
}

/** An event of the bill, to be recorded when it is saved; its data is said of the bill as it is then. */
export function tell<N extends EventOfBill>(name: N, data: (bill: Bill) => EventData<N>, act: ActionContext): Told {
  return (transaction, bill) => transaction.record(bills, bill, name, data(bill), act);
}

/** How the books name a bill. */
export function inBooks({ billId, dueOn }: Bill): { billId: string; dueOn: string } {
  return { billId, dueOn };
}

/** The head of the change's next entry: the same change of the same version gives the same entry. */
export function nextHead(change: BillChange, { books, act }: Desk, occurredOn: string, description: string) {
  const { billId, version } = change.before;
  return headOf(books, {
    cause: ['bill', billId, version + 1, change.entries.length],
    occurredOn,
    recordedAt: act.recordedAt,
    reference: billId,
    description,
  });
}

/** Where a bill stands when so much of it is open. */
function statusOf(bill: Bill, { today, policy }: Desk): Bill['status'] {
  if (!isOwed(bill)) return bill.status;
  if (totalOf(restOn(bill, today, policy)) > 0) return 'published';
  return bill.writtenOff ? 'written-off' : 'paid';
}

/** The bill in its next version, with the status that follows from what is open. */
export function settled(change: BillChange, desk: Desk): BillChange {
  const { bill, before } = change;
  const next = { ...bill, updatedAt: desk.act.recordedAt, version: before.version + 1 };
  return and(change, { bill: { ...next, status: statusOf(next, desk) } });
}

/** Returns true for what its payer has to get: an open bill, or a credit note. */
export function mayBeDelivered(bill: Pick<Bill, 'status'>): boolean {
  return isOpen(bill) || bill.status === 'issued';
}

const isToBeDelivered = (bill: Bill) => mayBeDelivered(bill) && bill.deliveries.length === 0;

/**
 * Adds settled bills and their events to a transaction; their entries go into the books with the caller's, by one
 * `bookEntries`. What was to be delivered by hand leaves that list when it is delivered or not open any more.
 */
export function saveBills(transaction: Transaction, changes: readonly BillChange[]): void {
  for (const { before, bill, told } of changes) {
    transaction.save(bills, bill, before);
    for (const one of told) one(transaction, bill);
    const { billId } = bill;
    if (isToBeDelivered(before) && !isToBeDelivered(bill)) transaction.remove(handDeliveries, { billId });
    if (!isToBeDelivered(before) && isToBeDelivered(bill)) {
      transaction.put(handDeliveries, handDelivery(bill, 'open-again', bill.updatedAt));
    }
  }
}

/** What a change leads to: the bill, and the transaction that saves it and books what belongs to it. */
export function done(change: BillChange, desk: Desk): { after: Bill; transaction: Transaction } {
  const transaction = new Transaction();
  const last = settled(change, desk);
  saveBills(transaction, [last]);
  if (last.entries.length > 0) bookEntries(transaction, desk.books, last.entries, [], desk.act);
  return { after: last.bill, transaction };
}
