import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { estateNeeded, estateOf } from '../../register/owners/public.ts';
import { accountOf, postEntries, requireEntry, returnedEntry, voidSourceDocuments } from '../ledger/public.ts';
import { assertNotProven, type Correcting, describeIn, headToday, loadCorrecting } from './correct-money.ts';
import type { Correction, ReceiptChange } from './correction.ts';
import { words } from './entry-words.ts';
import { moneyAccountOf } from './money-account.ts';
import { creditReceipt } from './move-payment.ts';
import { freeNumber, takeNumber, unidentified } from './payments.store.ts';
import { recordPayment } from './record-payment.ts';
import { reverseEntry } from './reversal-entry.ts';
import { generalPurpose } from './share-out.ts';
import { type UnidentifiedReceipt, unassignedEstate } from './unidentified.ts';
import { mustBePayer } from './who-pays.ts';

const notOpen = problemKind('receipt-settled', 409, {
  'zh-CN': '该笔待查收款已处理。请重新读取。',
  'zh-TW': '該筆待查收款已處理。請重新讀取。',
  en: 'This unidentified receipt is already settled. Read it again.',
});
const otherWay = problemKind('not-the-way-it-came', 409, {
  'zh-CN': '款项须原路退回。请从账户 {moneyAccount} 退回。',
  'zh-TW': '款項須原路退回。請從帳戶 {moneyAccount} 退回。',
  en: 'Money goes back the way it came. Return it from {moneyAccount}.',
});

/** Rejects the correction of a receipt that is not open. @throws Problem receipt-settled. */
export function assertOpen({ status }: UnidentifiedReceipt): void {
  if (status !== 'open') throw new Problem(notOpen);
}

interface Settled {
  readonly became?: Correction['became'];
  readonly transaction: Transaction;
}

function settleReceipt(
  receipt: UnidentifiedReceipt,
  change: Pick<UnidentifiedReceipt, 'status'> & Partial<UnidentifiedReceipt>,
  { act }: Correcting,
): Transaction {
  const after = { ...receipt, ...change, updatedAt: act.recordedAt, version: receipt.version + 1 };
  const { receiptId, fen } = receipt;
  const told = { receiptId, fen, status: change.status, paymentId: change.identified?.paymentId };
  return new Transaction()
    .save(unidentified, after, receipt)
    .record(unidentified, after, 'UnidentifiedReceiptSettled', told, act);
}

/**
 * Identifies the payer of an unidentified receipt, returns it to its sender, or voids it (R21.2).
 * Money of an unknown estate leaves the ledger of `unassigned` and becomes a payment of the named estate.
 * @throws Problem receipt-settled, unknown-payer, estate-needed, not-the-way-it-came, proven-by-close,
 * reported-by-channel.
 */
export function correctReceipt(
  receipt: UnidentifiedReceipt,
  change: ReceiptChange,
  correction: Correction,
  on: Correcting,
): Promise<Settled> {
  assertOpen(receipt);
  if (change.kind === 'return') return returnToSender(receipt, change, correction, on);
  if (change.kind === 'void') return voidReceipt(receipt, correction, on);
  return receipt.estateId === unassignedEstate
    ? assignToEstate(receipt, change, correction, on)
    : identifyPayer(receipt, change, correction, on);
}

function decisionOf(correction: Correction, { act }: Correcting) {
  return { at: act.recordedAt, by: act.actor.id, askedBy: correction.asked.by };
}

async function identifyPayer(
  receipt: UnidentifiedReceipt,
  { payerId, purpose = generalPurpose }: Extract<ReceiptChange, { kind: 'identify' }>,
  correction: Correction,
  on: Correcting,
): Promise<Settled> {
  const { after, transaction } = await creditReceipt(receipt, { payerId, purpose }, correction, on);
  const { paymentId } = after;
  const change = { status: 'identified', identified: { paymentId, ...decisionOf(correction, on) } } as const;
  return { became: { paymentId }, transaction: settleReceipt(receipt, change, on).join(transaction) };
}

/** Posts money from suspense back to its money account. */
function outOfSuspense(
  receipt: UnidentifiedReceipt,
  what: { moneyAccount: string; reference: string },
  correction: Correction,
  on: Correcting,
) {
  const { receiptId, entryId, fen } = receipt;
  const description = describeIn(words.returned, on, correction.reason);
  const { reference, moneyAccount } = what;
  const about = { cause: ['returned', receiptId], nth: 1, valueDay: on.today, reference, description };
  const entry = returnedEntry(headToday(on, about), { entryId, moneyAccount, fen });
  const vouchers = [{ account: moneyAccount, reference, fen: -fen, day: entry.occurredOn }];
  const transaction = new Transaction();
  postEntries(transaction, on.ledger, [entry], [{ entry, vouchers }], on.act, on.act.recordedAt);
  return { entry, transaction };
}

async function assignToEstate(
  receipt: UnidentifiedReceipt,
  { payerId, estateId, purpose }: Extract<ReceiptChange, { kind: 'identify' }>,
  correction: Correction,
  on: Correcting,
): Promise<Settled> {
  const estate = estateId === undefined ? undefined : await estateOf(estateId);
  if (estateId === undefined || !estate) throw new Problem(estateNeeded);
  const { fees } = await loadCorrecting(estateId, on.act);
  await mustBePayer(payerId, estateId, fees);
  const { fen, method: way, moneyAccount, reference, occurredOn } = receipt;
  const receiptsOf = accountOf(moneyAccount).ids[0] ?? '';
  const taking = {
    estateId,
    payerId,
    purpose,
    fen,
    method: way,
    moneyAccount,
    reference,
    occurredOn,
    receiptsOf,
    reported: true,
  };
  const { after, transaction } = await recordPayment(taking, on.act);
  const out = outOfSuspense(receipt, { moneyAccount, reference: receipt.receiptId }, correction, on);
  const { paymentId } = after;
  const change = { status: 'identified', identified: { paymentId, ...decisionOf(correction, on) } } as const;
  const all = settleReceipt(receipt, change, on).join(out.transaction);
  return { became: { paymentId }, transaction: transaction ? all.join(transaction) : all };
}

async function returnToSender(
  receipt: UnidentifiedReceipt,
  change: Extract<ReceiptChange, { kind: 'return' }>,
  correction: Correction,
  on: Correcting,
): Promise<Settled> {
  const moneyAccount = moneyAccountOf(change, { personId: correction.asked.by }, on.policy);
  if (moneyAccount !== receipt.moneyAccount) throw new Problem(otherWay, { moneyAccount: receipt.moneyAccount });
  const { reference } = change;
  const { entry, transaction } = outOfSuspense(receipt, { moneyAccount, reference }, correction, on);
  const done = { entryId: entry.entryId, reference, ...decisionOf(correction, on) };
  const all = settleReceipt(receipt, { status: 'returned', returned: done }, on);
  takeNumber(all, { estateId: receipt.estateId, moneyAccount, reference, what: 'return', id: receipt.receiptId });
  return { transaction: all.join(transaction) };
}

async function voidReceipt(receipt: UnidentifiedReceipt, correction: Correction, on: Correcting): Promise<Settled> {
  const { estateId, entryId, from } = receipt;
  if (from) throw new Problem(notOpen);
  const money = await requireEntry(estateId, entryId);
  assertNotProven(receipt, money, on);
  const { ledger, today, act } = on;
  const back = { ledger, today, act, description: describeIn(words.corrected, on, correction.reason) };
  const { mirror } = await reverseEntry(back, { estateId, entryId, nth: 1, onOwnDay: true });
  const transaction = settleReceipt(receipt, { status: 'voided' }, on);
  postEntries(transaction, ledger, [mirror], [], act, act.recordedAt);
  voidSourceDocuments(transaction, money);
  freeNumber(transaction, receipt);
  return { transaction };
}
