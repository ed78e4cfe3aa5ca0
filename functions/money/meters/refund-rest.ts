import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { exactOf, toFen } from '../../../shared/kernel/money.ts';
import { daysAfter } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { type AccountState, nothingYet } from './account-fold.ts';
import { addEntries } from './enter-account.ts';
import { meterTerms } from './meter-access.ts';
import { accounts, meters } from './meters.store.ts';
import { stateAt } from './read-account.ts';
import { noSuchMeter } from './reading-refusals.ts';
import { takenFrom } from './settlement.ts';

/** Days for which a reading counts as the final one. */
const finalDays = 7;

const readingNeeded = problemKind('final-reading-needed', 409, {
  'zh-CN': '表 {meterId} 最近 {days} 天没有有效读数。请先抄录最终读数，再退余额。',
  'zh-TW': '表 {meterId} 最近 {days} 天沒有有效讀數。請先抄錄最終讀數，再退餘額。',
  en: 'Meter {meterId} has no valid reading of the last {days} days. Enter the final reading before you refund its rest.',
});
const readingsHeld = problemKind('readings-held', 409, {
  'zh-CN': '表 {meterId} 有 {count} 个待核读数。请先核实，再退余额。',
  'zh-TW': '表 {meterId} 有 {count} 個待核讀數。請先核實，再退餘額。',
  en: 'Meter {meterId} has {count} readings that wait for review. Review them before you refund its rest.',
});
const aboveRest = problemKind('above-meter-rest', 409, {
  'zh-CN': '该付款人在表 {meterId} 上的余额为 {rest} 分。退款不能超过余额。',
  'zh-TW': '該付款人在表 {meterId} 上的餘額為 {rest} 分。退款不能超過餘額。',
  en: 'The payer has {rest} fen left on meter {meterId}. Refund no more than that.',
});

/** The problems of a refund of the rest of a meter. */
export const meterRestProblems = [
  'above-meter-rest',
  'day-is-full',
  'final-reading-needed',
  'readings-held',
  'too-much-at-once',
  'unknown-meter',
];

/**
 * Returns what a payer has left on a meter, fen: their top-ups less the usage that takes them. The oldest
 * money is used first.
 */
export function restOf({ money, spent }: Pick<AccountState, 'money' | 'spent'>, payerId: string): number {
  const paidFen = money.reduce((sum, one) => sum + (one.payerId === payerId ? one.fen : 0), 0);
  const taken = takenFrom(toFen(exactOf(spent)), money, undefined);
  return paidFen - (taken.get(payerId) ?? 0);
}

/**
 * Rejects a refund of more than the payer has left after the final reading (R25.5).
 * @throws Problem readings-held, final-reading-needed, above-meter-rest.
 */
export function assertRefundable(
  state: AccountState,
  {
    meterId,
    payerId,
    fen,
    today,
    zone,
  }: { meterId: string; payerId: string; fen: number; today: string; zone: string },
): void {
  const { heldCount: count, last } = state;
  if (count > 0) throw new Problem(readingsHeld, { meterId, count });
  if (!last || daysAfter(dayIn(zone, last.takenAt), today) > finalDays)
    throw new Problem(readingNeeded, { meterId, days: finalDays });
  const rest = restOf(state, payerId);
  if (fen > rest) throw new Problem(aboveRest, { meterId, rest }, { more: { restFen: rest } });
}

/**
 * Returns the transaction that takes a refund off the account of a prepaid meter, as of now (R25.5). The
 * account takes its next version, so a reading at the same moment is counted first.
 * @throws Problem unknown-meter, readings-held, final-reading-needed, above-meter-rest, day-is-full,
 * too-much-at-once.
 */
export async function takeOffMeter(
  { meterId, payerId, fen, refundId }: { meterId: string; payerId: string; fen: number; refundId: string },
  act: ActionContext,
): Promise<Transaction> {
  const meter = await get(meters, { meterId });
  if (!meter) throw noSuchMeter(meterId);
  const { zone } = (await requireEstate(meter.estateId)).calendar;
  const at = act.recordedAt;
  const day = dayIn(zone, at);
  const account = await get(accounts, { meterId });
  const state = account ? await stateAt(account, at, zone) : nothingYet;
  assertRefundable(state, { meterId, payerId, fen, today: day, zone });
  const entry = { kind: 'top-up' as const, id: refundId, at, fen: 0 - fen, payerId };
  const { transaction } = await addEntries(await meterTerms(meter, zone), [{ day, entry }], act);
  return transaction ?? new Transaction();
}
