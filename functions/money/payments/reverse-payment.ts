import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { feesPolicy, unpayBills } from '../fees/public.ts';
import {
  assertOwnDrawer,
  bounceEntry,
  type Entry,
  entryHeader,
  type LedgerState,
  openLedger,
  passOverDesk,
  postEntries,
  referenceSchema,
  requireEntry,
  voidBouncedReceipt,
  voidSourceDocuments,
} from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import { openCreditNoteTask } from './ask-credit-note.ts';
import { billsPaidBy } from './bills-paid-by.ts';
import { describeEntry, recordedAt, words } from './entry-words.ts';
import { giveBack } from './give-alone.ts';
import { changePayment, mustHaveNothingDue, mustStand, type Payment } from './payment.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { payments, takeNumber } from './payments.store.ts';
import { reverseEntry } from './reversal-entry.ts';
import { dayPaid } from './when-paid.ts';

export const reverseSchema = z
  .strictObject({
    reason: reasonSchema(200),
    /** The number of the bank or the channel for the reversal. */
    reference: referenceSchema.optional(),
    /** The bank took the money back on a line of its own, with `reference` (退票, R21.9). */
    bounced: z.literal(true).optional(),
    /** The day of that line; the default is today. */
    occurredOn: dateSchema.optional(),
    /** The approved request, needed unless the bank took the money back (R20.11). */
    requestId: accountIdSchema.optional(),
  })
  .refine(({ bounced, reference }) => !bounced || reference !== undefined, {
    path: ['reference'],
    message: 'the bank line that took the money back',
  })
  .refine(({ bounced, occurredOn }) => bounced || occurredOn === undefined, {
    path: ['occurredOn'],
    message: 'only with bounced',
  })
  .meta({ id: 'ReversePaymentBody' });

const refundedInPart = problemKind('payment-refunded', 409, {
  'zh-CN': '该笔收款已退 {fen} 分，不能整笔冲销。余款请办理退款。',
  'zh-TW': '該筆收款已退 {fen} 分，不能整筆沖銷。餘款請辦理退款。',
  en: '{fen} fen of this payment were refunded, so it cannot be reversed as a whole. Refund the rest.',
});

const requestNeeded = problemKind('reversal-needs-request', 409, {
  'zh-CN':
    '收款不能由一人冲销作废。请提交 of 为 reversal 的退款申请（refund-requests），由另一人批准后凭 requestId 办理。',
  'zh-TW':
    '收款不能由一人沖銷作廢。請提交 of 為 reversal 的退款申請（refund-requests），由另一人核准後憑 requestId 辦理。',
  en: 'Nobody voids a receipt alone. Submit a refund request with of set to reversal, and reverse the payment with its requestId once another person approved it.',
});

/** Returns the entry of a payment and the one by which the bank took it back on a line of its own (R21.9). */
async function bounceOf(
  { estateId, paymentId, entryId, fen, moneyAccount }: Payment,
  of: { reference: string; on: string; ledger: LedgerState; act: ActionContext; estate: { language: Language } },
): Promise<{ entry: Entry; mirror: Entry }> {
  const entry = await requireEntry(estateId, entryId);
  const from = entry.postings.find((posting) => posting.account !== moneyAccount)?.account;
  if (from === undefined) throw new Error(`the payment ${paymentId} has no other account`);
  const head = entryHeader(of.ledger, {
    cause: ['bounce', paymentId],
    occurredOn: of.on,
    recordedAt: recordedAt(of.act, 2),
    reference: of.reference,
    description: describeEntry(words.bounced, of.estate.language, entry.reference),
  });
  return { entry, mirror: bounceEntry(head, { from, moneyAccount, fen }) };
}

/**
 * Reverses a payment (冲销), such as a bounced cheque or a mistake. Its bills are open again as if the money
 * had never come, and its entries are reversed.
 * On the payment's own ledger day its receipt becomes void and keeps its number.
 * Prepaid money already used for other bills leaves a debt; the consumer `prepaid-use` settles it by undoing
 * those uses.
 * Cash goes back only from the caller's own drawer (R20.4).
 * Nobody voids a receipt alone: unless the bank took the money back on a line of its own, another person has
 * approved the reversal (R20.11).
 * @throws Problem payment-reversed, payment-moved, payment-refunded, not-your-drawer, reversal-needs-request,
 * money-not-there, number-used, and as `giveBack`.
 */
export async function reversePayment(
  payment: Payment,
  { reason, reference = derivedId('rev', payment.paymentId), requestId, ...line }: z.output<typeof reverseSchema>,
  caller: Caller,
  act: ActionContext,
): Promise<{ after: Payment; transaction: Transaction }> {
  mustStand(payment);
  mustHaveNothingDue(payment);
  const { paymentId, estateId, payerId, fen, method, moneyAccount, purpose, refundedFen } = payment;
  if (refundedFen > 0) throw new Problem(refundedInPart, { fen: refundedFen });
  assertOwnDrawer(moneyAccount, caller.personId);
  const isBounced = line.bounced === true && method !== 'cash';
  if (!isBounced && requestId === undefined) throw new Problem(requestNeeded);
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
    isBounced
      ? bounceOf(payment, { reference, on: dayPaid(line, act, estate.calendar.zone), ledger, act, estate })
      : reverseEntry(back, { estateId, entryId: payment.entryId, nth: 2, reference }),
  ]);
  const day = isBounced ? money.mirror.occurredOn : money.mirror.postedOn;
  // Money that the bank took back on a line of its own came and went: both lines stay (R21.9).
  const sameDay = !isBounced && money.entry.postedOn === day;
  const papers = { entry: money.mirror, vouchers: [{ account: moneyAccount, reference, fen: -fen, day }] };
  const mirrors = [...uses.map(({ mirror }) => mirror), money.mirror];
  const moved = postEntries(left, ledger, mirrors, sameDay ? [] : [papers], act, act.recordedAt);
  passOverDesk(moved, { estateId, moneyAccount, day: today, fen: -fen }, act);
  for (const { entry, mirror } of isBounced ? uses : [...uses, money])
    if (entry.postedOn === mirror.postedOn) voidSourceDocuments(moved, entry);
  if (isBounced) voidBouncedReceipt(moved, estateId, payment.receiptNumber, money.mirror.entryId);

  const bounced = isBounced ? { bounced: true as const } : {};
  const reversal = { entryId: money.mirror.entryId, reason, at: act.recordedAt, by: act.actor.id, ...bounced };
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
