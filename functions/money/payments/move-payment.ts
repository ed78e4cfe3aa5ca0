import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { totalOf } from '../fees/public.ts';
import {
  type Entry,
  identifiedEntry,
  postEntries,
  receiptText,
  replaceReceipt,
  takenOffEntry,
} from '../ledger/public.ts';
import { openCreditNoteTask } from './ask-credit-note.ts';
import {
  assertCorrectable,
  type Correcting,
  describeIn,
  headToday,
  mirrorsOf,
  receiptOf,
  shiftMoney,
} from './correct-money.ts';
import type { Correction } from './correction.ts';
import { entriesOfUse, words } from './entry-words.ts';
import { changePayment, mustNotBeTopUp, newPayment, type Payment } from './payment.ts';
import { payments, saveNewPayment, saveNewReceipt } from './payments.store.ts';
import { sharePaid } from './share-out.ts';
import { newReceipt, type UnidentifiedReceipt } from './unidentified.ts';
import { mustBePayer } from './who-pays.ts';

/** Money already in the ledger that is credited to a payer. */
interface Credit {
  readonly paymentId: string;
  readonly payerId: string;
  readonly purpose: string;
  readonly money: Pick<Payment, 'fen' | 'method' | 'moneyAccount' | 'reference' | 'occurredOn' | 'entryId'>;
  /** The entries that brought it to suspense. */
  readonly movedBy: readonly string[];
  readonly askedBy: string;
}

/**
 * Posts money from suspense to a payer, who counts as having paid on the value day (R21.2, R21.3).
 * Adds the payment with its receipt. `nth` is the number of its first entry.
 */
async function creditPayer(
  { paymentId, payerId, purpose, money, movedBy, askedBy }: Credit,
  of: { leaves?: Payment; nth: number; entries: readonly Entry[] },
  on: Correcting,
): Promise<{ after: Payment; transaction: Transaction }> {
  const { estateId, fees, ledger, act } = on;
  await mustBePayer(payerId, estateId, fees);
  const { fen, moneyAccount, reference, occurredOn: valueDay } = money;
  const to = { paymentId, payerId, purpose, fen, day: valueDay };
  const leaves = of.leaves && { leaves: of.leaves, excused: true };
  const { ofBills, shares, more } = await shiftMoney({ ...leaves, to }, on);
  const about = { valueDay, reference, description: describeIn(words.identified, on) };
  const head = headToday(on, { cause: ['identified', paymentId], nth: of.nth, ...about });
  const receipt = await receiptOf(on, askedBy, head.postedOn);
  const receiptNumber = receiptText(receipt);
  const entry = identifiedEntry({ ...head, receiptNumber }, { payerId, purpose, fen });
  const allocation = shares.map(sharePaid);
  const useHead = headToday(on, { cause: ['use', paymentId, 1], nth: of.nth + 1, ...about });
  const use = entriesOfUse(useHead, { payerId, purpose, shares: allocation });
  const papers = { entry, vouchers: [], receipt, moved: { account: moneyAccount, reference, fen, day: valueDay } };
  const transaction = postEntries(ofBills, ledger, [...of.entries, entry, ...use], [papers], act);
  const credit = {
    paymentId,
    payerId,
    purpose,
    receiptNumber,
    takenBy: askedBy,
    entryId: money.entryId,
    movedBy: [...movedBy, entry.entryId],
    allocation,
    useEntryId: use[0]?.entryId,
  };
  const after = newPayment({ ...money, estateId }, credit, act.recordedAt);
  return { after, transaction: saveNewPayment(transaction, after, more, act) };
}

/** Returns the payment without its payer, and the entries that take the money off them. */
async function takeOffPayer(payment: Payment, correction: Correction, on: Correcting) {
  assertCorrectable(payment);
  mustNotBeTopUp(payment);
  const { payerId, purpose, fen, reference, occurredOn: valueDay, paymentId } = payment;
  const description = describeIn(words.takenOff, on, correction.reason);
  const mirrors = await mirrorsOf(payment, on, { description, nth: 1, withMoney: false });
  const cause = ['taken-off', paymentId];
  const head = headToday(on, { cause, nth: 2, valueDay, reference, description });
  const entry = takenOffEntry(head, { payerId, purpose, fen });
  const movedBy = [...(payment.movedBy ?? []), entry.entryId];
  const at = on.act.recordedAt;
  const moved = { reason: correction.reason, at, by: correction.asked.by };
  const after = changePayment(payment, { status: 'moved', allocation: [], useEntryId: undefined, moved }, at);
  return { after, entries: [...mirrors.map(({ mirror }) => mirror), entry], movedBy };
}

/**
 * Returns a transaction that saves a payment that left its payer, and opens the credit-note task for its
 * invoice.
 */
function saveLeaving(
  payment: Payment,
  after: Payment,
  to: { toPayerId?: string; toPaymentId?: string; toReceiptNumber?: string },
  on: Correcting,
) {
  const { paymentId, payerId, fen, purpose, occurredOn } = payment;
  const reopenedFen = payment.allocation.reduce((sum, { parts }) => sum + totalOf(parts), 0);
  const told = { paymentId, payerId, fen, purpose, on: occurredOn, reopenedFen, ...to };
  const transaction = new Transaction()
    .save(payments, after, payment)
    .record(payments, after, 'PaymentMoved', told, { ...on.act, reason: after.moved?.reason });
  openCreditNoteTask(transaction, payment, { fen }, on.act);
  return transaction;
}

/**
 * Moves a payment to another payer (R21.3), through suspense and with the value day of the payment.
 * The first payer's bills are open again, without late charge for the days of the mistake. The second payer's
 * bills count as paid on the value day.
 * The money account does not change, so its statement still agrees (R21.1). The receipt is replaced.
 * @throws Problem payment-reversed, payment-moved, correction-after-refund, money-on-meter, unknown-payer.
 */
export async function movePayment(
  payment: Payment,
  payerId: string,
  correction: Correction,
  on: Correcting,
): Promise<{ after: Payment; transaction: Transaction }> {
  const off = await takeOffPayer(payment, correction, on);
  const paymentId = derivedId('pay', payment.paymentId, correction.correctionId);
  const { purpose } = payment;
  const credit = { paymentId, payerId, purpose, money: payment, movedBy: off.movedBy, askedBy: correction.asked.by };
  const { after, transaction: rest } = await creditPayer(credit, { leaves: payment, nth: 4, entries: off.entries }, on);
  replaceReceipt(rest, on.estateId, payment.receiptNumber, after.receiptNumber);
  const to = { toPayerId: payerId, toPaymentId: paymentId, toReceiptNumber: after.receiptNumber };
  return { after, transaction: saveLeaving(payment, off.after, to, on).join(rest) };
}

/**
 * Takes a payment off a payer who did not pay it, while the right payer is unknown (R21.3, R21.2). It becomes
 * an unidentified receipt.
 * @throws Problem payment-reversed, payment-moved, correction-after-refund, money-on-meter.
 */
export async function unassignPayment(
  payment: Payment,
  correction: Correction,
  on: Correcting,
): Promise<{ after: UnidentifiedReceipt; transaction: Transaction }> {
  const off = await takeOffPayer(payment, correction, on);
  const transaction = saveLeaving(payment, off.after, {}, on);
  const { ofBills } = await shiftMoney({ leaves: payment, excused: true }, on);
  transaction.join(postEntries(ofBills, on.ledger, off.entries, [], on.act));
  replaceReceipt(transaction, on.estateId, payment.receiptNumber, 'unidentified');
  const { paymentId } = payment;
  const receiptId = derivedId('unr', paymentId, correction.correctionId);
  const from = { paymentId, entryIds: off.movedBy };
  const after = newReceipt(payment, { receiptId, said: {}, from, takenBy: correction.asked.by }, on.act.recordedAt);
  return { after, transaction: saveNewReceipt(transaction, after, on.act) };
}

/**
 * Posts an unidentified receipt to its payer (R21.2): Dr suspense / Cr receivable or prepaid. The payer
 * counts as having paid on the value day.
 * @throws Problem unknown-payer.
 */
export async function creditReceipt(
  receipt: UnidentifiedReceipt,
  { payerId, purpose }: { payerId: string; purpose: string },
  correction: Correction,
  on: Correcting,
): Promise<{ after: Payment; transaction: Transaction }> {
  const paymentId = derivedId('pay', receipt.receiptId, correction.correctionId);
  const movedBy = receipt.from?.entryIds ?? [];
  const credit = { paymentId, payerId, purpose, money: receipt, movedBy, askedBy: correction.asked.by };
  return creditPayer(credit, { nth: 1, entries: [] }, on);
}
