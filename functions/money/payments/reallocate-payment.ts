import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { feesPolicy, moveOnBills, openBillsOf, partsToPayOn, withoutPayment } from '../fees/public.ts';
import { account, entryHeader, fundsOn, openLedger, postEntries } from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import { billsPaidBy } from './bills-paid-by.ts';
import { describeEntry, entriesOfUse, recordedAt, words } from './entry-words.ts';
import {
  changePayment,
  mustHaveNothingDue,
  mustNotBeTopUp,
  mustStand,
  onBillsFen,
  type Payment,
  restFen,
} from './payment.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { payments } from './payments.store.ts';
import { mustBePayable, namedBeside } from './record-payment.ts';
import { reverseEntry } from './reversal-entry.ts';
import { mostBills, payableWith, shareOut, sharePaid } from './share-out.ts';

export const reallocateSchema = z
  .strictObject({
    /** The bills to pay instead, in this order. When empty, all the money becomes prepaid. */
    billIds: z.array(accountIdSchema).max(16),
    reason: reasonSchema(200),
  })
  .refine(({ billIds }) => new Set(billIds).size === billIds.length, {
    message: 'each bill only once',
    path: ['billIds'],
  })
  .meta({ id: 'ReallocatePaymentBody' });

const nothingMoves = problemKind('nothing-to-move', 409, {
  'zh-CN': '该笔收款没有可改付的金额。请重新读取该笔收款。',
  'zh-TW': '該筆收款沒有可改付的金額。請重新讀取該筆收款。',
  en: 'Nothing of this payment is left to reallocate. Read the payment again.',
});

/**
 * Reallocates a payment to other bills (D27). Its use is reversed and posted again; no money moves and the
 * receipt stays valid.
 * It counts for the new bills from the day of the payment. Its part that is still prepaid is used too.
 * What the named bills do not take becomes prepaid until the next bill.
 * @throws Problem payment-reversed, payment-moved, money-on-meter, bill-not-payable, nothing-to-move.
 */
export async function reallocatePayment(
  payment: Payment,
  { billIds, reason }: z.output<typeof reallocateSchema>,
  act: ActionContext,
): Promise<{ after: Payment; transaction: Transaction }> {
  mustStand(payment);
  mustHaveNothingDue(payment);
  mustNotBeTopUp(payment);
  const { paymentId, estateId, payerId, purpose, occurredOn: on, reference } = payment;
  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const [ledger, policy, fees, open, before, kept] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    paymentsPolicy.of(estateId),
    feesPolicy.of(estateId),
    openBillsOf(estateId, payerId),
    billsPaidBy(paymentId, payment.allocation),
    fundsOn(estateId, account.prepaid(payerId, purpose)),
  ]);
  const onBills = onBillsFen(payment.allocation);
  // Money that a credit note freed stays prepaid, but the payment still lists it under the bill (R21.6).
  const there = onBills + Math.max(0, Math.min(kept, restFen(payment)));
  const fen = Math.max(0, Math.min(there, payment.fen - payment.refundedFen));
  if (fen === 0) throw new Problem(nothingMoves);

  const of = { paymentId, act, today, policy: fees };
  const named = await namedBeside([...open, ...before], { estateId, payerId, billIds });
  const left = new Map(before.map((bill) => [bill.billId, withoutPayment(bill, of)]));
  const candidates = [...open.filter(({ billId }) => !left.has(billId)), ...left.values(), ...named];
  const payable = candidates
    .filter(({ billId }) => billIds.includes(billId))
    .flatMap((bill) => payableWith(purpose, { bill, open: partsToPayOn(bill, on, fees) }) ?? []);
  mustBePayable(billIds, payable);
  const most = mostBills({ on, today, leaves: before.length });
  const { shares } = shareOut(fen, payable, { order: policy, on, fees, named: billIds, most });
  // Save under the versions that were read, not under those without the payment.
  const read = new Map([...open, ...named, ...before].map((bill) => [bill.billId, bill]));
  const pays = shares.map(({ bill, parts }) => ({ bill: read.get(bill.billId) ?? bill, parts }));

  const moved = moveOnBills(ledger, { ...of, on, leaves: before, pays });
  const description = describeEntry(words.moved, estate.language, reason);
  const back = { ledger, today, act, description };
  const reversal = payment.useEntryId && (await reverseEntry(back, { estateId, entryId: payment.useEntryId, nth: 1 }));
  const allocation = shares.map(sharePaid);
  const uses = payment.uses + 1;
  const head = { cause: ['use', paymentId, uses], occurredOn: today, recordedAt: recordedAt(act, 2) };
  const useHead = entryHeader(ledger, { ...head, reference, description });
  const use = entriesOfUse(useHead, { payerId, purpose, shares: allocation });
  const entries = [...(reversal ? [reversal.mirror] : []), ...use];
  const reallocation = { reason, at: act.recordedAt, by: act.actor.id };
  const after = changePayment(
    payment,
    { allocation, useEntryId: use[0]?.entryId, uses, moved: reallocation },
    act.recordedAt,
  );
  const said = { paymentId, payerId, billIds: allocation.map(({ billId }) => billId) };
  const transaction = postEntries(moved, ledger, entries, [], act)
    .save(payments, after, payment)
    .record(payments, after, 'PaymentReallocated', said, { ...act, reason });
  return { after, transaction };
}
