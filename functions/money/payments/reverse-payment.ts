import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { feesPolicy, unpayBills } from '../fees/public.ts';
import { assertOwnDrawer, openLedger, postEntries, referenceSchema, voidSourceDocuments } from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import { openCreditNoteTask } from './ask-credit-note.ts';
import { billsPaidBy } from './bills-paid-by.ts';
import { describeEntry, words } from './entry-words.ts';
import { giveBack } from './give-alone.ts';
import { changePayment, mustStand, type Payment } from './payment.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { payments, takeNumber } from './payments.store.ts';
import { reverseEntry } from './reversal-entry.ts';

export const reverseSchema = z
  .strictObject({
    reason: reasonSchema(200),
    /** The number of the bank or the channel for the reversal. */
    reference: referenceSchema.optional(),
    /** The approved request, needed above the limit of one person (R20.10). */
    requestId: accountIdSchema.optional(),
  })
  .meta({ id: 'ReversePaymentBody' });

const refundedInPart = problemKind('payment-refunded', 409, {
  'zh-CN': '该笔收款已退 {fen} 分，不能整笔冲销。余款请办理退款。',
  'zh-TW': '該筆收款已退 {fen} 分，不能整筆沖銷。餘款請辦理退款。',
  en: '{fen} fen of this payment were refunded, so it cannot be reversed as a whole. Refund the rest.',
});

/**
 * Reverses a payment (冲销), such as a bounced cheque or a mistake. Its bills are open again as if the money
 * had never come, and its entries are reversed.
 * On the payment's own ledger day its receipt becomes void and keeps its number.
 * Prepaid money already used for other bills leaves a debt; the consumer `prepaid-use` settles it by undoing
 * those uses.
 * Cash goes back only from the caller's own drawer (R20.4).
 * @throws Problem payment-reversed, payment-moved, payment-refunded, not-your-drawer, money-not-there,
 * number-used, and as `giveBack`.
 */
export async function reversePayment(
  payment: Payment,
  { reason, reference = derivedId('rev', payment.paymentId), requestId }: z.output<typeof reverseSchema>,
  caller: Caller,
  act: ActionContext,
): Promise<{ after: Payment; transaction: Transaction }> {
  mustStand(payment);
  const { paymentId, estateId, payerId, fen, method, moneyAccount, purpose, refundedFen } = payment;
  if (refundedFen > 0) throw new Problem(refundedInPart, { fen: refundedFen });
  assertOwnDrawer(moneyAccount, caller.personId);
  const policy = await paymentsPolicy.of(estateId);
  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const [ledger, fees, bills] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    feesPolicy.of(estateId),
    billsPaidBy(paymentId, payment.allocation),
  ]);

  const left = unpayBills(ledger, { bills, paymentId, today, act, policy: fees });
  const back = { ledger, today, act, description: describeEntry(words.reversal, estate.language, reason) };
  const { useEntryId, movedBy = [] } = payment;
  const others = [...(useEntryId === undefined ? [] : [useEntryId]), ...movedBy.toReversed()];
  const [uses, money] = await Promise.all([
    Promise.all(others.map((entryId, i) => reverseEntry(back, { estateId, entryId, nth: 3 + i }))),
    reverseEntry(back, { estateId, entryId: payment.entryId, nth: 2, reference }),
  ]);
  const day = money.mirror.postedOn;
  const sameDay = money.entry.postedOn === day;
  const papers = { entry: money.mirror, vouchers: [{ account: moneyAccount, reference, fen: -fen, day }] };
  const mirrors = [...uses.map(({ mirror }) => mirror), money.mirror];
  const moved = postEntries(left, ledger, mirrors, sameDay ? [] : [papers], act, act.recordedAt);
  for (const { entry, mirror } of [...uses, money])
    if (entry.postedOn === mirror.postedOn) voidSourceDocuments(moved, entry);

  const reversal = { entryId: money.mirror.entryId, reason, at: act.recordedAt, by: act.actor.id };
  const after = changePayment(
    payment,
    { status: 'reversed', allocation: [], useEntryId: undefined, reversal },
    act.recordedAt,
  );
  const said = { paymentId, payerId, fen, purpose, ...payment.meter };
  const transaction = new Transaction()
    .save(payments, after, payment)
    .record(payments, after, 'PaymentReversed', said, { ...act, reason });
  const goes = { came: payment, id: paymentId, day: today, fen, method, moneyAccount, requestId };
  await giveBack(transaction, { of: 'reversal', ...goes }, policy, act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'reversal', id: paymentId });
  openCreditNoteTask(transaction, payment, { fen }, act);
  return { after, transaction: transaction.join(moved) };
}
