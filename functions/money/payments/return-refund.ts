import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { refundPurpose } from '../fees/public.ts';
import {
  account,
  entryHeader,
  openLedger,
  postEntries,
  referenceSchema,
  refundReturnedEntry,
  requireEntry,
} from '../ledger/public.ts';
import { describeEntry, recordedAt, words } from './entry-words.ts';
import { mustStand, type Payment, withRefundReturned } from './payment.ts';
import { payments, refunds, takeNumber } from './payments.store.ts';
import type { Refund } from './refund.ts';
import { dayPaid, instantKnown, oneWhen, oneWhenSaid, whenFields } from './when-paid.ts';

export const returnRefundSchema = z
  .strictObject({
    /** The number of the bank for the money that came back. The bank line has it, too. */
    reference: referenceSchema,
    ...whenFields,
  })
  .refine(oneWhen, oneWhenSaid)
  .meta({ id: 'ReturnRefundBody' });

const notReturnable = problemKind('refund-not-returnable', 409, {
  'zh-CN': '现金退款和水电表余额退款不会被银行退回。请核对该笔退款。',
  'zh-TW': '現金退款和水電表餘額退款不會被銀行退回。請核對該筆退款。',
  en: 'The bank cannot send back a cash refund or the rest of a meter. Check the refund.',
});

/**
 * Records that the bank sent a refund back (退款退汇, R21.10): Dr Bank / Cr Prepaid of the payer, on a bank line
 * of its own. The money can be refunded again, which is a new act.
 * @throws Problem illegal-state, refund-not-returnable, payment-reversed, payment-moved, in-the-future,
 * number-used.
 */
export async function returnRefund(
  refund: Refund,
  payment: Payment,
  input: z.output<typeof returnRefundSchema>,
  act: ActionContext,
): Promise<{ after: Refund; transaction: Transaction }> {
  const { refundId, estateId, paymentId, payerId, fen, method, moneyAccount } = refund;
  if (refund.returned) throw illegalState('returned', ['paid']);
  if (method === 'cash' || payment.meter) throw new Problem(notReturnable);
  mustStand(payment);
  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const on = dayPaid(input, act, estate.calendar.zone);
  const [ledger, paid] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    requireEntry(estateId, refund.entryId),
  ]);
  const to = paid.postings.find((posting) => posting.account !== moneyAccount)?.account;
  if (to === undefined) throw new Error(`the refund ${refundId} has no other account`);
  const { reference } = input;
  const description = describeEntry(words.refundReturned, estate.language, refund.reason);
  const head = { cause: ['refund-returned', refundId], occurredOn: on, recordedAt: recordedAt(act, 1) };
  const entry = refundReturnedEntry(entryHeader(ledger, { ...head, reference, description }), {
    to,
    moneyAccount,
    fen,
  });
  const vouchers = [{ account: moneyAccount, reference, fen, day: on }];
  const at = instantKnown(input, act, estate.calendar.zone);
  const moved = postEntries(new Transaction(), ledger, [entry], [{ entry, vouchers }], act, at);
  const returned = { reference, on, entryId: entry.entryId, at: act.recordedAt, by: act.actor.id };
  const after: Refund = { ...refund, returned, version: refund.version + 1 };
  const isDue = to === account.prepaid(payerId, refundPurpose);
  const again = withRefundReturned(payment, fen, act.recordedAt, isDue);
  const transaction = new Transaction()
    .save(refunds, after, refund)
    .save(payments, again, payment)
    .record(payments, again, 'RefundReturned', { paymentId, payerId, refundId, fen }, act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'refund-returned', id: refundId });
  return { after, transaction: transaction.join(moved) };
}
