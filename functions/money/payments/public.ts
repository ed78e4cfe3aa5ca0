import { get, list, listThrough, type Page } from '../../../shared/store/table.ts';
import type { Deposit } from './deposit.ts';
import type { Payment } from './payment.ts';
import { deposits, paymentLists, payments, unidentified } from './payments.store.ts';
import { type UnidentifiedReceipt, unidentifiedStatuses } from './unidentified.ts';

export { completeCreditNote, completeCreditNoteSchema, saveNewCreditNoteTask } from './ask-credit-note.ts';
export { carryDeposit, carryPrepaid, carryUnidentified } from './carry-over-money.ts';
export { type CreditNoteTask, creditNoteTasks } from './credit-note-task.ts';
export { issueInvoice, withdrawInvoice } from './issue-invoice.ts';
export { cashDesk, moneyReaders } from './roles.ts';
export { verifyUnidentified } from './verify-unidentified.ts';
export type { Deposit, Payment, UnidentifiedReceipt };

/** Returns a payment. */
export function paymentOf(paymentId: string): Promise<Payment | undefined> {
  return get(payments, { paymentId });
}

interface PageWanted {
  limit: number;
  cursor?: string | undefined;
}

/** Returns a page of the deposits of an estate, returned ones included, oldest first. */
export function depositsOfEstate(estateId: string, page: PageWanted): Promise<Page<Deposit>> {
  return list(deposits, { index: 'lists', partition: paymentLists.deposits(estateId), ...page });
}

/** Returns a page of the unidentified receipts of an estate: by status, oldest first. */
export function unidentifiedOfEstate(estateId: string, page: PageWanted): Promise<Page<UnidentifiedReceipt>> {
  const stretches = unidentifiedStatuses.map((status) => {
    return { index: 'lists' as const, partition: paymentLists.unidentifiedIn(estateId, status) };
  });
  return listThrough(unidentified, stretches, page);
}
