import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate, unitOf, unknownUnit } from '../../register/owners/public.ts';
import { feesPolicy } from '../fees/public.ts';
import {
  depositEntry,
  entryHeader,
  nextReceiptOf,
  openLedger,
  passOverDesk,
  postEntries,
  receiptText,
  referenceSchema,
} from '../ledger/public.ts';
import { accountIdSchema, someFenSchema } from './amounts.ts';
import { type Deposit, depositIdOf } from './deposit.ts';
import { describeEntry, recordedAt, words } from './entry-words.ts';
import { cashierIdOf, methodFields, moneyAccountOf } from './money-account.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { deposits, mustBeOfThisSystem, takeNumber } from './payments.store.ts';
import { dayOfMoney, instantKnown, oneWhen, oneWhenSaid, whenFields } from './when-paid.ts';
import { mustBePayer } from './who-pays.ts';

export const recordDepositSchema = z
  .strictObject({
    payerId: accountIdSchema,
    unitId: accountIdSchema.optional(),
    /** What the deposit secures: `fit-out` (装修), `keys`. */
    purpose: accountIdSchema,
    fen: someFenSchema,
    ...methodFields,
    reference: referenceSchema,
    ...whenFields,
  })
  .refine(oneWhen, oneWhenSaid)
  .meta({ id: 'RecordDepositBody' });

const differs = problemKind('deposit-differs', 409, {
  'zh-CN': '凭证号 {reference} 已收过另一笔押金（{depositId}）。请核对金额、付款人和用途。',
  'zh-TW': '憑證號 {reference} 已收過另一筆押金（{depositId}）。請核對金額、付款人和用途。',
  en: 'Reference {reference} was already used for another deposit ({depositId}). Check fen, payerId and purpose.',
});

/**
 * Records a deposit (押金) as a liability, with a receipt (R10.5, D33). The same reference at the same money
 * account is the same deposit.
 * @throws Problem deposit-differs, number-used, unknown-payer, unknown-unit, in-the-future.
 */
export async function recordDeposit(
  estateId: string,
  input: z.output<typeof recordDepositSchema>,
  caller: Caller,
  act: ActionContext,
): Promise<{ after: Deposit; transaction?: Transaction }> {
  const { payerId, unitId, purpose, fen, method, reference } = input;
  const moneyAccount = moneyAccountOf(input, caller, await paymentsPolicy.of(estateId));
  const depositId = depositIdOf(estateId, moneyAccount, reference);
  const known = await get(deposits, { depositId });
  if (known) {
    const same = known.payerId === payerId && known.fen === fen && known.purpose === purpose;
    if (!same) throw new Problem(differs, { reference, depositId }, { more: { depositId, fen: known.fen } });
    return { after: known };
  }
  const [estate, fees, unit] = await Promise.all([
    requireEstate(estateId),
    feesPolicy.of(estateId),
    unitId === undefined ? undefined : unitOf(unitId),
  ]);
  await mustBePayer(payerId, estateId, fees);
  if (unitId !== undefined && unit?.estateId !== estateId) throw new Problem(unknownUnit, { unitId });
  const on = dayOfMoney(input, act, estate.calendar.zone);
  const ledger = await openLedger(estateId, dayIn(estate.calendar.zone, act.recordedAt), act.recordedAt);
  await mustBeOfThisSystem(ledger, moneyAccount, reference);
  const head = entryHeader(ledger, {
    cause: ['deposit', depositId],
    occurredOn: on,
    recordedAt: recordedAt(act, 1),
    reference,
    description: describeEntry(words.deposit, estate.language, [unit?.label, purpose].filter(Boolean).join(' ')),
  });
  const receipt = await nextReceiptOf(ledger, cashierIdOf(caller), head.postedOn);
  const receiptNumber = receiptText(receipt);
  const entry = depositEntry({ ...head, receiptNumber }, { payerId, purpose, moneyAccount, fen });
  const moved = new Transaction();
  const vouchers = [{ account: moneyAccount, reference, fen, day: on }];
  postEntries(
    moved,
    ledger,
    [entry],
    [{ entry, vouchers, receipt }],
    act,
    instantKnown(input, act, estate.calendar.zone),
  );
  passOverDesk(moved, { estateId, moneyAccount, day: on, fen }, act);
  const after: Deposit = {
    depositId,
    estateId,
    payerId,
    unitId,
    purpose,
    fen,
    method,
    moneyAccount,
    reference,
    occurredOn: on,
    receiptNumber,
    takenAt: act.recordedAt,
    takenBy: act.actor.id,
    entryId: entry.entryId,
    status: 'held',
    updatedAt: act.recordedAt,
    version: 1,
  };
  const transaction = new Transaction()
    .save(deposits, after)
    .record(deposits, after, 'DepositTaken', { depositId, payerId, fen, purpose }, act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'deposit', id: depositId });
  return { after, transaction: transaction.join(moved) };
}
