import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { countGivenUp, lateOf } from '../fees/public.ts';
import {
  entryHeader,
  paymentEntry,
  postEntries,
  receiptText,
  requireEntry,
  sumFen,
  Unposted,
  voidSourceDocuments,
} from '../ledger/public.ts';
import { openCreditNoteTask } from './ask-credit-note.ts';
import {
  assertCorrectable,
  assertNotProven,
  type Correcting,
  describeIn,
  mirrorsOf,
  receiptOf,
  shiftMoney,
} from './correct-money.ts';
import type { Correction, PaymentChange } from './correction.ts';
import { entriesOfUse, recordedAt, words } from './entry-words.ts';
import { changePayment, newPayment, type Payment } from './payment.ts';
import {
  freeNumber,
  mustBeOfThisSystem,
  payments,
  paymentUnder,
  saveNewPayment,
  takeNumber,
} from './payments.store.ts';
import { type Share, sharePaid } from './share-out.ts';
import { dayPaid } from './when-paid.ts';

type EntryChange = Extract<PaymentChange, { kind: 'entry' }>;

/** Reverses a payment for a correction: reverses its entries, on their own days while those are open. */
async function takeBack(payment: Payment, correction: Correction, on: Correcting) {
  assertCorrectable(payment);
  assertNotProven(payment, await requireEntry(payment.estateId, payment.entryId), on);
  const description = describeIn(words.corrected, on, correction.reason);
  const mirrors = await mirrorsOf(payment, on, { description, nth: 1, withMoney: true });
  const at = on.act.recordedAt;
  const reversal = {
    entryId: mirrors.at(-1)?.mirror.entryId ?? '',
    reason: correction.reason,
    at,
    by: on.act.actor.id,
  };
  const after = changePayment(payment, { status: 'reversed', allocation: [], useEntryId: undefined, reversal }, at);
  const { paymentId, payerId, fen, purpose } = payment;
  const transaction = new Transaction().save(payments, after, payment).record(
    payments,
    after,
    'PaymentReversed',
    { paymentId, payerId, fen, purpose, ...payment.meter },
    {
      ...on.act,
      reason: correction.reason,
    },
  );
  openCreditNoteTask(transaction, payment, { fen }, on.act);
  return { after, transaction, mirrors };
}

/**
 * Voids the source documents of entries reversed on their own day. Those under a number that is used again
 * are overwritten.
 */
function voidAll(
  transaction: Transaction,
  mirrors: Awaited<ReturnType<typeof mirrorsOf>>,
  again?: { postedOn: string; reference: string },
): void {
  for (const { entry, mirror } of mirrors) {
    if (entry.postedOn !== mirror.postedOn) continue;
    voidSourceDocuments(transaction, entry, again?.postedOn === entry.postedOn && again.reference === entry.reference);
  }
}

/**
 * Voids a payment that never came: a duplicate or a mistake (R21.4).
 * Its entries are reversed on their own day while that is open, so that the day closes without it. Its number
 * becomes free.
 * @throws Problem payment-reversed, payment-moved, correction-after-refund, proven-by-close,
 * reported-by-channel.
 */
export async function voidPayment(
  payment: Payment,
  correction: Correction,
  on: Correcting,
): Promise<{ after: Payment; transaction: Transaction }> {
  const { after, transaction, mirrors } = await takeBack(payment, correction, on);
  const { ofBills } = await shiftMoney({ leaves: payment }, on);
  voidAll(transaction, mirrors);
  const entries = mirrors.map(({ mirror }) => mirror);
  transaction.join(postEntries(ofBills, on.ledger, entries, [], on.act, on.act.recordedAt));
  freeNumber(transaction, payment);
  return { after, transaction };
}

/** Returns the late charge of bills that accrues from one day to a later one, fen. */
function lateChargeBetween(
  shares: readonly Pick<Share, 'bill'>[],
  { from, to }: { from: string; to: string },
  { fees }: Correcting,
): { billId: string; fen: number }[] {
  return shares.map(({ bill }) => {
    const owedOn = (day: string) => lateOf(bill, day, fees).claimedFen;
    return { billId: bill.billId, fen: Math.max(0, owedOn(to) - owedOn(from)) };
  });
}

/**
 * Corrects a mistyped amount, reference or day of a payment (R21.4). The entry is reversed on its own day
 * while that is open, else today; the right entry is posted beside it. The right amount pays its bills.
 * The receipt is voided and another one is given. Returns the new payment.
 * Cash stays on the ledger day on which it was entered, whose count it is part of; its receipt carries that
 * day. Its bills count from the proved day, and `takenOffFen` is the late charge that this takes off
 * (R20.12). It counts as waived by the requester (R20.10).
 * @throws Problem payment-reversed, payment-moved, correction-after-refund, proven-by-close,
 * reported-by-channel, in-the-future, number-used.
 */
export async function retypePayment(
  payment: Payment,
  change: EntryChange,
  correction: Correction,
  on: Correcting,
): Promise<{ after: Payment; transaction: Transaction; takenOffFen: number }> {
  const { estateId, payerId, moneyAccount, purpose, method } = payment;
  const { fen = payment.fen, reference = payment.reference } = change;
  const { ledger, act, zone } = on;
  const day = change.occurredOn === undefined ? payment.occurredOn : dayPaid(change, act, zone);
  const isSameNumber = reference === payment.reference;
  if (!isSameNumber) await mustBeOfThisSystem(ledger, moneyAccount, reference);
  const under = isSameNumber ? undefined : await paymentUnder(estateId, moneyAccount, reference);
  const paymentId =
    under && !under.known ? under.paymentId : derivedId('pay', payment.paymentId, correction.correctionId);
  const { transaction, mirrors } = await takeBack(payment, correction, on);
  const isTopUp = payment.meter !== undefined;
  const to = { paymentId, payerId, purpose, fen, day };
  const { ofBills, shares, more } = isTopUp
    ? { ofBills: new Unposted(), shares: [], more: false }
    : await shiftMoney({ leaves: payment, to }, on);
  const takenOff = method === 'cash' ? lateChargeBetween(shares, { from: day, to: payment.occurredOn }, on) : [];

  const description = describeIn(words.corrected, on, correction.reason);
  const about = (nth: number, cause: readonly (string | number)[]) => {
    const at = recordedAt(act, mirrors.length + nth);
    const occurredOn = method === 'cash' ? (mirrors.at(-1)?.entry.postedOn ?? day) : day;
    return { ...entryHeader(ledger, { cause, occurredOn, recordedAt: at, reference, description }), occurredOn: day };
  };
  const head = about(1, ['payment', paymentId]);
  const receipt = await receiptOf(on, correction.asked.by, head.postedOn);
  const receiptNumber = receiptText(receipt);
  const { meterId } = payment.meter ?? {};
  const entry = paymentEntry({ ...head, receiptNumber }, { payerId, moneyAccount, fen, pays: [], purpose, meterId });
  const allocation = shares.map(sharePaid);
  const use = entriesOfUse(about(2, ['use', paymentId, 1]), { payerId, purpose, shares: allocation });
  voidAll(transaction, mirrors, { postedOn: head.postedOn, reference });
  const corrects = isSameNumber && mirrors.at(-1)?.entry.postedOn === head.postedOn;
  const papers = [{ entry, vouchers: [{ account: moneyAccount, reference, fen, day }], receipt, corrects }];
  const entries = [...mirrors.map(({ mirror }) => mirror), entry, ...use];
  transaction.join(postEntries(ofBills, ledger, entries, papers, act, act.recordedAt));
  const [takenBy, entryId, useEntryId] = [correction.asked.by, entry.entryId, use[0]?.entryId];
  const credit = { paymentId, payerId, purpose, receiptNumber, takenBy, entryId, allocation, useEntryId };
  const after = newPayment({ ...payment, fen, reference, occurredOn: day }, credit, act.recordedAt);
  saveNewPayment(transaction, after, more, act);
  const number = { estateId, moneyAccount, reference, what: 'payment', id: paymentId } as const;
  if (!isSameNumber) freeNumber(transaction, payment);
  takeNumber(transaction, number, isSameNumber ? { instead: true } : { freed: under?.freed });
  const counted = { estateId, payerId, personId: correction.asked.by, day: on.today };
  await countGivenUp(transaction, counted, takenOff);
  return { after, transaction, takenOffFen: sumFen(takenOff.map((one) => one.fen)) };
}
