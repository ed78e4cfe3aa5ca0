import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { refundPurpose } from '../fees/public.ts';
import {
  account,
  entryHeader,
  fundsOn,
  mustCover,
  openLedger,
  passOverDesk,
  postEntries,
  referenceSchema,
  refundEntry,
  withRefund,
} from '../ledger/public.ts';
import { takeOffMeter } from '../meters/public.ts';
import { accountIdSchema, someFenSchema } from './amounts.ts';
import { openCreditNoteTask } from './ask-credit-note.ts';
import { describeEntry, recordedAt, words } from './entry-words.ts';
import { giveBack } from './give-alone.ts';
import { methodFields, moneyAccountOf } from './money-account.ts';
import { mustStand, type Payment, restFen, withPaidBack } from './payment.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { payments, refunds, takeNumber } from './payments.store.ts';
import type { Refund } from './refund.ts';
import { dayOfMoney, instantKnown, oneWhen, oneWhenSaid, whenFields } from './when-paid.ts';

export const refundPaymentSchema = z
  .strictObject({
    fen: someFenSchema,
    ...methodFields,
    /** The number of the bank or the channel for the refund. A repeated number is the same refund. */
    reference: referenceSchema.optional(),
    ...whenFields,
    /** The approved request that this refund carries out (R20.9, R20.10). */
    requestId: accountIdSchema.optional(),
    reason: reasonSchema(200),
  })
  .refine(oneWhen, oneWhenSaid)
  .meta({ id: 'RefundPaymentBody' });

const onBills = problemKind('money-on-bills', 409, {
  'zh-CN': '该笔收款中只有 {left} 分未用于账单。请先改付（reallocate）腾出余额。',
  'zh-TW': '該筆收款中只有 {left} 分未用於帳單。請先改付（reallocate）騰出餘額。',
  en: 'Only {left} fen of this payment pay no bill. Reallocate the payment first.',
});

/**
 * Refunds money of a payment (退费, D33), also under concurrency at most what was paid and not yet refunded.
 * Only money that pays no bill and is still in the prepaid account of the payer can be refunded. What is to
 * be refunded (R24.3) goes first. Of a top-up, what the payer has left on the meter after its final reading
 * can be refunded (R25.5). The money goes the way it came within the limit of one person, or as an approved
 * request says (R20.9, R20.10). The payment is saved under its version: retry when the commit throws
 * VersionConflict.
 * @throws Problem payment-reversed, payment-moved, refund-above-paid, money-on-bills,
 * balance-too-low, number-used, and as `moneyAccountOf`, `dayOfMoney`, `giveBack` and `takeOffMeter`.
 */
export async function refundPayment(
  payment: Payment,
  input: z.output<typeof refundPaymentSchema>,
  caller: Caller,
  act: ActionContext,
): Promise<{ after: Refund; transaction?: Transaction }> {
  const { paymentId, estateId, payerId, purpose } = payment;
  const { fen, method, reason, requestId } = input;
  const policy = await paymentsPolicy.of(estateId);
  const moneyAccount = moneyAccountOf(input, caller, policy);
  const refundId =
    input.reference === undefined
      ? derivedId('rfd', paymentId, requestId ?? payment.version + 1)
      : derivedId('rfd', estateId, moneyAccount, input.reference);
  const reference = input.reference ?? refundId;
  const isNamed = input.reference !== undefined || requestId !== undefined;
  const known = isNamed ? await get(refunds, { refundId }) : undefined;
  if (known?.paymentId === paymentId && known.fen === fen) return { after: known };

  mustStand(payment);
  withRefund({ paidFen: payment.fen, refundedFen: payment.refundedFen }, fen);
  const dueFen = payment.freed?.dueFen ?? 0;
  const left = dueFen > 0 ? dueFen : restFen(payment);
  const { meter } = payment;
  const kept = dueFen > 0 ? refundPurpose : purpose;
  const from = meter ? { meterId: meter.meterId } : { purpose: kept };
  if (fen > left) throw new Problem(onBills, { left }, { more: { leftFen: left } });
  const funds = meter ? account.meter(payerId, meter.meterId) : account.prepaid(payerId, kept);
  mustCover(await fundsOn(estateId, funds), fen);

  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const on = dayOfMoney(input, act, estate.calendar.zone);
  const ledger = await openLedger(estateId, today, act.recordedAt);
  const description = describeEntry(words.refund, estate.language, reason);
  const head = { cause: ['refund', refundId], occurredOn: on, recordedAt: recordedAt(act, 1), reference, description };
  const back = { paymentId: payment.entryId, payerId, from, moneyAccount, fen };
  const entry = refundEntry(entryHeader(ledger, head), back);
  const moved = meter ? await takeOffMeter({ ...meter, payerId, fen, refundId }, act) : new Transaction();
  const vouchers = [{ account: moneyAccount, reference, fen: -fen, day: on }];
  postEntries(moved, ledger, [entry], [{ entry, vouchers }], act, instantKnown(input, act, estate.calendar.zone));
  passOverDesk(moved, { estateId, moneyAccount, day: on, fen: -fen }, act);

  const after: Refund = {
    refundId,
    estateId,
    paymentId,
    payerId,
    fen,
    method,
    moneyAccount,
    reference,
    reason,
    ...(payment.paidBy && { paidTo: payment.paidBy }),
    occurredOn: on,
    entryId: entry.entryId,
    paidAt: act.recordedAt,
    paidBy: act.actor.id,
    version: 1,
  };
  const refunded = withPaidBack(payment, fen, act.recordedAt);
  const said = { paymentId, payerId, refundId, fen };
  const goes = { came: payment, id: paymentId, day: today, fen, method, moneyAccount, requestId };
  const transaction = new Transaction()
    .save(refunds, after)
    .save(payments, refunded, payment)
    .record(payments, refunded, 'RefundPaid', said, { ...act, reason });
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'refund', id: refundId });
  await giveBack(transaction, { of: 'refund', ...goes }, policy, act);
  openCreditNoteTask(transaction, payment, { fen, refundId }, act);
  return { after, transaction: transaction.join(moved) };
}
