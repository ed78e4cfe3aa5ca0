import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import { staffOfEstate } from '../../../register/owners/public.ts';
import { phases } from '../handovers.store.ts';
import { mustBeLawful, type Phase, type PhaseDetails } from './phase.ts';

const unknownManager = problemKind('unknown-manager', 400, {
  'zh-CN': '本小区的员工档案中没有 {managerId}，请先登记负责人。',
  'zh-TW': '本小區的員工檔案中沒有 {managerId}，請先登記負責人。',
  en: 'Nobody of this estate is on file as {managerId}: enter who is in charge first.',
});
const promised = problemKind('promised-already', 409, {
  'zh-CN': '交付通知书已发出，{fields} 不能再改；只可更改负责人和延后最后一天。',
  'zh-TW': '交付通知書已發出，{fields} 不能再改；只可更改負責人和延後最後一天。',
  en: 'The notices are out: {fields} cannot change any more; the manager can, and a later last day.',
});

interface PhaseChange {
  after: Phase;
  transaction: Transaction;
}

async function mustKnowManager(estateId: string, managerId: string): Promise<void> {
  const people = await staffOfEstate(estateId);
  if (!people.some(({ staffId }) => staffId === managerId)) throw new Problem(unknownManager, { managerId });
}

/**
 * Plans a phase (交付批次); the homes of its buildings are entered by what follows from its event.
 * @throws Problem 422 `not-accepted-yet`, `papers-missing` (R3.1), `gate-not-allowed` (R3.6), 400 `unknown-manager`.
 */
export async function createPhase(
  estateId: string,
  details: PhaseDetails,
  today: string,
  act: ActionContext,
): Promise<PhaseChange> {
  mustBeLawful(details, today);
  await mustKnowManager(estateId, details.managerId);
  const at = act.recordedAt;
  const after: Phase = {
    ...details,
    ...{ phaseId: newId('phs', toInstant(at)), estateId, state: 'entering', homes: 0, leftOut: 0, announced: 0 },
    ...{ slice: 0, plannedAt: at, plannedBy: act.actor.id, updatedAt: at, version: 1 },
  };
  const { phaseId } = after;
  const transaction = new Transaction()
    .save(phases, after)
    .record(phases, after, 'PhaseOpened', { phaseId }, act)
    .record(phases, after, 'PhaseSliceRequested', { phaseId, slice: 0, what: 'enter' }, act);
  return { after, transaction };
}

/** The name stands on the notices, too. */
const changeable: readonly string[] = ['managerId'];

/**
 * Changes what was decided about a phase. Once people have been written to, what the notice says stays.
 * @throws Problem as `createPhase` does, 409 `promised-already`.
 */
export async function changePhase(
  before: Phase,
  details: PhaseDetails,
  today: string,
  act: ActionContext,
): Promise<PhaseChange> {
  mustBeLawful(details, today);
  await mustKnowManager(before.estateId, details.managerId);
  const old = new Map<string, unknown>(Object.entries(before));
  const changed = Object.entries(details).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(old.get(name)) ? [] : [name],
  );
  if (changed.includes('buildings') || !['entering', 'planned'].includes(before.state))
    mustBeFree(before, details, changed);
  const after = changedPhase(before, details, act);
  const transaction = new Transaction()
    .save(phases, after, before)
    .record(phases, after, 'PhaseChanged', { phaseId: after.phaseId, changed }, act);
  return { after, transaction };
}

/** Buildings are entered once: homes are added and left out one by one. */
function mustBeFree(before: Phase, details: PhaseDetails, changed: readonly string[]): void {
  const isOut = !['entering', 'planned'].includes(before.state);
  const fixed = changed.filter((name) => {
    if (name === 'buildings') return true;
    if (!isOut || changeable.includes(name)) return false;
    return name !== 'to' || details.to < before.to || before.state === 'closed';
  });
  if (fixed.length > 0) throw new Problem(promised, { fields: fixed.join(', ') }, { more: { fields: fixed } });
}

/** A phase after a change. */
export function changedPhase(phase: Phase, change: Partial<Phase>, act: ActionContext): Phase {
  return { ...phase, ...change, updatedAt: act.recordedAt, version: phase.version + 1 };
}

/** Stops what a phase does not take in its state. @throws Problem 409 with the states that would allow it. */
export function mustStand({ state }: Phase, ...allowed: readonly Phase['state'][]): void {
  if (!allowed.includes(state)) throw illegalState(state, allowed);
}
