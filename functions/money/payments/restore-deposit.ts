import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import {
  accountOf,
  depositRestoredEntry,
  entryHeader,
  openLedger,
  postEntries,
  requireEntry,
} from '../ledger/public.ts';
import { someFenSchema } from './amounts.ts';
import type { Deposit } from './deposit.ts';
import { describeEntry, recordedAt, words } from './entry-words.ts';
import { deposits } from './payments.store.ts';

export const restoreDepositSchema = z
  .strictObject({ fen: someFenSchema, reason: reasonSchema(500) })
  .meta({ id: 'RequestDepositRestorationBody' });

const aboveKept = problemKind('above-kept', 409, {
  'zh-CN': '该押金只扣留了 {left} 分。fen 请勿超过此数。',
  'zh-TW': '該押金只扣留了 {left} 分。fen 請勿超過此數。',
  en: 'Only {left} fen of this deposit were kept. Set fen to at most that.',
});

type Changed = { after: Deposit; transaction: Transaction };

/**
 * Requests to give back what was wrongly kept of a returned deposit (R21.10). Nothing is posted before
 * another person approves.
 * @throws Problem illegal-state, above-kept.
 */
export function requestRestoration(
  deposit: Deposit,
  { fen, reason }: z.output<typeof restoreDepositSchema>,
  act: ActionContext,
): Changed {
  const { status, returned, restoring, depositId, payerId } = deposit;
  if (!returned) throw illegalState(status, ['returned']);
  if (restoring?.approved) throw illegalState('restored', ['returned']);
  if (fen > returned.keptFen) throw new Problem(aboveKept, { left: returned.keptFen });
  const at = act.recordedAt;
  const asked = { fen, reason, asked: { by: act.actor.id, at } };
  const after: Deposit = { ...deposit, restoring: asked, updatedAt: at, version: deposit.version + 1 };
  const transaction = new Transaction()
    .save(deposits, after, deposit)
    .record(deposits, after, 'DepositRestorationAsked', { depositId, payerId, fen }, { ...act, reason });
  return { after, transaction };
}

/**
 * Approves that a part of a deposit was wrongly kept (R21.10): what it had earned is taken back, and a new
 * deposit of the same payer holds it until it is returned. Returns that deposit.
 * @throws Problem illegal-state, another-person-needed.
 */
export async function approveRestoration(deposit: Deposit, act: ActionContext): Promise<Changed> {
  const { depositId, estateId, payerId, purpose, restoring, returned } = deposit;
  if (!restoring || restoring.approved || !returned) throw illegalState('none', ['asked']);
  assertAnotherPerson(restoring.asked, act.actor.id);
  const { fen, reason } = restoring;
  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const [ledger, kept] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    requireEntry(estateId, returned.entryId),
  ]);
  const from = kept.postings.find(({ account }) => accountOf(account).type === 'income')?.account;
  if (from === undefined) throw new Error(`nothing was kept of the deposit ${depositId}`);
  const head = entryHeader(ledger, {
    cause: ['deposit-restored', depositId],
    occurredOn: today,
    recordedAt: recordedAt(act, 1),
    reference: depositId,
    description: describeEntry(words.depositRestored, estate.language, reason),
  });
  const entry = depositRestoredEntry(head, { payerId, purpose, from, fen });
  const at = act.recordedAt;
  const { unitId, method, moneyAccount, reference, receiptNumber } = deposit;
  const held: Deposit = {
    depositId: derivedId('dep', depositId, 'restored'),
    estateId,
    payerId,
    unitId,
    purpose,
    fen,
    method,
    moneyAccount,
    reference,
    receiptNumber,
    occurredOn: today,
    takenAt: at,
    takenBy: act.actor.id,
    entryId: entry.entryId,
    status: 'held',
    restores: depositId,
    updatedAt: at,
    version: 1,
  };
  const done = { ...restoring, approved: { by: act.actor.id, at }, depositId: held.depositId };
  const before: Deposit = { ...deposit, restoring: done, updatedAt: at, version: deposit.version + 1 };
  const told = { depositId: held.depositId, payerId, fen };
  const transaction = new Transaction()
    .save(deposits, before, deposit)
    .save(deposits, held)
    .record(deposits, held, 'DepositRestored', told, { ...act, reason });
  return { after: held, transaction: transaction.join(postEntries(new Transaction(), ledger, [entry], [], act)) };
}
