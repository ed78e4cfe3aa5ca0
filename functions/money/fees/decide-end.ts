import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { postEntries } from '../ledger/public.ts';
import { type Advance, type AdvanceEnd, askEnd, decideEnd } from './advance.ts';
import { advanceDays, advances } from './advances.store.ts';
import { nextVersion, saveBills } from './bill-change.ts';
import { bills } from './bills.store.ts';
import { type AdvanceContext, type Charged, toldOf } from './charge-advance.ts';
import { endAdvance } from './end-advance.ts';
import { dueOf, freeDays } from './serve-advance.ts';

/**
 * Asks for the early end of months in advance (R24.3). @throws Problem illegal-state, end-outside-advance.
 */
export function requestEnd(before: Advance, end: AdvanceEnd, { act, today }: AdvanceContext): Charged {
  const after = askEnd(before, end, { by: act.actor.id, on: today, at: act.recordedAt });
  const told = { ...toldOf(after), through: end.through };
  const transaction = new Transaction()
    .save(advances, after, before)
    .record(advances, after, 'AdvanceEndAsked', told, { ...act, reason: end.reason });
  return { after, transaction };
}

/** Refuses the early end; the person who asked may withdraw it so. @throws Problem illegal-state. */
export function refuseEnd(before: Advance, reason: string, { act, today }: AdvanceContext): Charged {
  const after = decideEnd(before, 'refused', { by: act.actor.id, on: today, reason, at: act.recordedAt });
  const told = { ...toldOf(after), through: after.end?.through ?? after.to };
  const transaction = new Transaction()
    .save(advances, after, before)
    .record(advances, after, 'AdvanceEndRefused', told, { ...act, reason });
  return { after, transaction };
}

/**
 * Ends months in advance that another person asked to end (R24.3). What was not served is off the bill; what
 * was paid of it is refunded by the operations of the cash desk. Billing runs charge the days that follow.
 * @throws Problem illegal-state, another-person-needed, bill-is-full.
 */
export async function approveEnd(
  before: Advance,
  reason: string | undefined,
  context: AdvanceContext,
): Promise<Charged> {
  const { act, today, ledger } = context;
  const decided = decideEnd(before, 'approved', { by: act.actor.id, on: today, reason, at: act.recordedAt });
  const { end, billId = '', unitId, feeItemId, advanceId } = decided;
  const [bill, days, estate] = await Promise.all([
    get(bills, { billId }, { consistent: true }),
    get(advanceDays, { unitId, feeItemId }, { consistent: true }),
    requireEstate(before.estateId),
  ]);
  if (!bill || !end) throw new Problem(problems.notFound);
  const noteId = `${advanceId}-${decided.version}`;
  const ended = endAdvance(decided, bill, { ...end, noteId }, context);
  const { zone } = estate.calendar;
  // The last month may be a broken one, which ends earlier.
  const dueAt = ended.after.status === 'serving' ? dueOf(ended.after, zone) : ended.after.dueAt;
  const after: Advance = { ...ended.after, dueAt, version: decided.version };
  const told = { ...toldOf(after), through: end.through, backFen: backOf(before, after) };
  const transaction = postEntries(saveBills([nextVersion(ended.change, context)]), ledger, [], [], act)
    .save(advances, after, before)
    .record(advances, after, 'AdvanceEnded', told, { ...act, reason: end.reason });
  freeDays(transaction, days, after, end.through, act);
  return { after, transaction };
}

/** Returns what goes back, fen: what the months earn less than before. */
function backOf(before: Advance, after: Advance): number {
  const sum = ({ months }: Advance) => months.reduce((all, { netFen, taxFen }) => all + netFen + taxFen, 0);
  return sum(before) - sum(after);
}
