import type { ActionContext, EventData } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type Entry, entryHeader, type LedgerState, postEntries, Unposted } from '../ledger/public.ts';
import { type Bill, badDebtOf, isOpen, isOwed, isWrittenOff } from './bill.ts';
import { type LatePolicy, restOn } from './bill-late.ts';
import { bills, handDeliveries } from './bills.store.ts';
import { totalOf } from './debt-parts.ts';
import { handDelivery } from './hand-delivery.ts';

/**
 * The context of a bill's change: the ledger, the day in the estate's zone, the actor and the estate's
 * policy.
 */
export interface BillContext {
  readonly ledger: LedgerState;
  readonly today: string;
  readonly act: ActionContext;
  readonly policy: LatePolicy;
}

type Told = (transaction: Transaction, bill: Bill) => void;

/**
 * A bill on its way to its next version, with the entries and events of the change. It is saved once, even
 * after several changes.
 */
export interface BillChange {
  readonly before: Bill;
  readonly bill: Bill;
  readonly entries: readonly Entry[];
  readonly told: readonly Told[];
  /** Late charge that it gives up without a waiver, fen: it counts to the limits of waivers (R20.10). */
  readonly givenUpFen?: number;
}

/** Returns the change of a bill to which nothing has happened yet. */
export function beginChange(bill: Bill): BillChange {
  return { before: bill, bill, entries: [], told: [] };
}

/** Adds a new state of the bill, entries or events to a change. */
export function extend(change: BillChange, more: Partial<Omit<BillChange, 'before'>>): BillChange {
  const givenUpFen = more.givenUpFen ?? change.givenUpFen;
  return {
    ...(givenUpFen !== undefined && { givenUpFen }),
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
  | 'BillEndAsked'
  | 'BillEndRefused'
  | 'BillCredited'
  | 'CreditNoteIssued'
  | 'BillDisputed'
  | 'DisputeSettled'
  | 'LateChargeClaimed'
  | 'LateChargeCorrected'
  | 'CostsAdded'
  | 'ChargeWaived'
  | 'EarlyDiscountTaken'
  | 'EarlyDiscountTakenBack'
  | 'BillWrittenOff'
  | 'BadDebtRecovered'
  | 'WriteOffReversalAsked'
  | 'WriteOffReversed';

/** Returns the ids that every event of a bill carries. */
export function refOf({ billId, unitId, payerId }: Bill): { billId: string; unitId: string; payerId: string } {
  return { billId, unitId, payerId };
}

/**
 * Returns a closure that records an event of the bill when the bill is saved. The event's data comes from the
 * saved bill.
 */
export function recordEvent<N extends EventOfBill>(
  name: N,
  data: (bill: Bill) => EventData<N>,
  act: ActionContext,
): Told {
  return (transaction, bill) => transaction.record(bills, bill, name, data(bill), act);
}

/** Returns the debt of a bill as entries name it: its payer and the bill. */
export function debtOf({ billId, dueOn, payerId }: Bill) {
  return { payerId, bill: { billId, dueOn } };
}

/**
 * Returns the header of the change's next entry. The same change of the same version gets the same entry id.
 */
export function nextHead(change: BillChange, { ledger, act }: BillContext, occurredOn: string, description: string) {
  const { billId, version } = change.before;
  return entryHeader(ledger, {
    cause: ['bill', billId, version + 1, change.entries.length],
    occurredOn,
    recordedAt: act.recordedAt,
    reference: billId,
    description,
  });
}

/** Returns the status of a bill, which follows from what is open. */
function statusOf(bill: Bill, { today, policy }: BillContext): Bill['status'] {
  if (!isOwed(bill)) return bill.status;
  if (totalOf(restOn(bill, today, policy)) > 0) return 'published';
  const isBadDebt = totalOf(badDebtOf(bill)) > 0 || (bill.writtenOff?.recovered ?? []).length === 0;
  return isWrittenOff(bill) && isBadDebt ? 'written-off' : 'paid';
}

/** Returns the change with the bill in its next version and the status that follows from what is open. */
export function nextVersion(change: BillChange, context: BillContext): BillChange {
  const { bill, before } = change;
  const next = { ...bill, updatedAt: context.act.recordedAt, version: before.version + 1 };
  return extend(change, { bill: { ...next, status: statusOf(next, context) } });
}

/** Returns true for a document that its payer has to receive: an open bill or a credit note. */
export function mayBeDelivered(bill: Pick<Bill, 'status'>): boolean {
  return isOpen(bill) || bill.status === 'issued';
}

const isToBeDelivered = (bill: Bill) => mayBeDelivered(bill) && bill.deliveries.length === 0;

/**
 * Returns the writes of the final versions of bills and of their events, with their entries still to be
 * posted. A bill leaves the list of deliveries by hand when it is delivered or no longer open.
 */
export function saveBills(changes: readonly BillChange[]): Unposted {
  const transaction = new Transaction();
  for (const { before, bill, told } of changes) {
    transaction.save(bills, bill, before);
    for (const one of told) one(transaction, bill);
    const { billId } = bill;
    if (isToBeDelivered(before) && !isToBeDelivered(bill)) transaction.remove(handDeliveries, { billId });
    if (!isToBeDelivered(before) && isToBeDelivered(bill)) {
      transaction.put(handDeliveries, handDelivery(bill, 'open-again', bill.updatedAt));
    }
  }
  const entries = changes.flatMap((change) => [...change.entries]);
  return new Unposted(transaction, entries);
}

/** Returns the changed bill and the transaction that saves it with its events and entries. */
export function postBillChange(change: BillChange, context: BillContext): { after: Bill; transaction: Transaction } {
  const last = nextVersion(change, context);
  return { after: last.bill, transaction: postEntries(saveBills([last]), context.ledger, [], [], context.act) };
}
