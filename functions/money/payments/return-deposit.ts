import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import {
  account,
  depositBack,
  depositReturnEntry,
  entryHeader,
  fundsOn,
  mustCover,
  openLedger,
  passOverDesk,
  postEntries,
  referenceSchema,
} from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import { type Deposit, deductionsSchema } from './deposit.ts';
import { describeEntry, recordedAt, words } from './entry-words.ts';
import { giveBack } from './give-alone.ts';
import { methodFields, moneyAccountOf } from './money-account.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { deposits, takeNumber } from './payments.store.ts';
import { dayOfMoney, instantKnown, oneWhen, oneWhenSaid, whenFields } from './when-paid.ts';

export const returnDepositSchema = z
  .strictObject({
    ...methodFields,
    reference: referenceSchema.optional(),
    ...whenFields,
    /** The deductions: each with item, evidence and the owner's signature (R10.5). */
    deductions: deductionsSchema.default([]),
    /** The fee item that gets the deductions as revenue. */
    feeItemId: accountIdSchema.default('deposit-deductions'),
    /** The approved request that this return carries out (R20.9, R20.10). */
    requestId: accountIdSchema.optional(),
    note: z.string().max(200).optional(),
  })
  .refine(oneWhen, oneWhenSaid)
  .meta({ id: 'ReturnDepositBody' });

const keptByTwo = problemKind('deductions-need-request', 409, {
  'zh-CN':
    '扣除押金须经两人办理。请提交 of 为 deposit-return 并列明 deductions 的退款申请（refund-requests），由另一人批准后凭 requestId 办理。',
  'zh-TW':
    '扣除押金須經兩人辦理。請提交 of 為 deposit-return 並列明 deductions 的退款申請（refund-requests），由另一人核准後憑 requestId 辦理。',
  en: 'Nobody keeps a part of a deposit alone. Submit a refund request with of set to deposit-return and the deductions, and return the deposit with its requestId once another person approved it.',
});

/**
 * Returns a deposit minus its deductions (退押金): never below zero, and only once (R10.5, D33).
 * What is kept, in part or as a whole, was requested with its deductions and approved by another person.
 * @throws Problem illegal-state when it is already returned, deductions-above-deposit,
 * deductions-need-request, number-used, and as `giveBack`.
 */
export async function returnDeposit(
  deposit: Deposit,
  input: z.output<typeof returnDepositSchema>,
  caller: Caller,
  act: ActionContext,
): Promise<{ after: Deposit; transaction: Transaction }> {
  const { depositId, estateId, payerId, purpose, fen } = deposit;
  if (deposit.status !== 'held') throw illegalState(deposit.status, ['held']);
  const { method, deductions, feeItemId, requestId } = input;
  const policy = await paymentsPolicy.of(estateId);
  const moneyAccount = moneyAccountOf(input, caller, policy);
  const backFen = depositBack(fen, deductions);
  if (deductions.length > 0 && requestId === undefined) throw new Problem(keptByTwo);
  const reference = input.reference ?? derivedId('dpr', depositId);
  mustCover(await fundsOn(estateId, account.deposit(payerId, purpose)), fen);
  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const on = dayOfMoney(input, act, estate.calendar.zone);
  const ledger = await openLedger(estateId, today, act.recordedAt);
  const head = entryHeader(ledger, {
    cause: ['deposit-return', depositId],
    occurredOn: on,
    recordedAt: recordedAt(act, 1),
    reference,
    description: describeEntry(words.depositReturn, estate.language, input.note ?? purpose),
  });
  const back = { depositId: deposit.entryId, payerId, purpose, moneyAccount, fen, deductions, feeItemId };
  const entry = depositReturnEntry(head, back);
  const moved = new Transaction();
  // When the whole deposit is kept, no money moves.
  const vouchers = backFen === 0 ? [] : [{ account: moneyAccount, reference, fen: -backFen, day: on }];
  postEntries(moved, ledger, [entry], [{ entry, vouchers }], act, instantKnown(input, act, estate.calendar.zone));
  if (backFen > 0) passOverDesk(moved, { estateId, moneyAccount, day: on, fen: -backFen }, act);

  const keptFen = fen - backFen;
  const by = { at: act.recordedAt, by: act.actor.id, entryId: entry.entryId };
  const returned = { fen: backFen, keptFen, deductions, method, moneyAccount, reference, on, note: input.note, ...by };
  const { version } = deposit;
  const after: Deposit = { ...deposit, status: 'returned', returned, updatedAt: act.recordedAt, version: version + 1 };
  const said = { depositId, payerId, fen: backFen, keptFen };
  const transaction = new Transaction()
    .save(deposits, after, deposit)
    .record(deposits, after, 'DepositReturned', said, act);
  const goes = { came: deposit, id: depositId, day: today, fen: backFen, method, moneyAccount, requestId, deductions };
  await giveBack(transaction, { of: 'deposit-return', ...goes }, policy, act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'deposit-return', id: depositId });
  return { after, transaction: transaction.join(moved) };
}
