import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import { staffOfEstate, unknownStaff } from '../../../register/owners/public.ts';
import { phases } from '../handovers.store.ts';
import { mustMeetHandoverLaw, type Phase, type PhaseDetails } from './phase.ts';

const promised = problemKind('promised-already', 409, {
  'zh-CN': '交付通知书已发出，{fields} 不能再改。只可更改 managerId，或把 to 延后。',
  'zh-TW': '交付通知書已發出，{fields} 不能再改。只可更改 managerId，或把 to 延後。',
  en: 'The notices are sent, so {fields} cannot change. Change only managerId, or set a later to.',
});

interface PhaseChange {
  after: Phase;
  transaction: Transaction;
}

async function mustKnowManager(estateId: string, managerId: string): Promise<void> {
  const people = await staffOfEstate(estateId);
  if (people.some(({ staffId }) => staffId === managerId)) return;
  throw new Problem(unknownStaff, { staffId: managerId, field: 'managerId' });
}

const phaseOver = problemKind('phase-over', 400, {
  'zh-CN': '交付期截止日 {to} 早于今天（{today}）。请更正 to。',
  'zh-TW': '交屋期截止日 {to} 早於今天（{today}）。請更正 to。',
  en: 'The phase ends on {to}, before today, {today}. Correct to.',
});

/**
 * Creates a phase (交付批次). The consumer of its event enters the homes of its buildings.
 * @throws Problem 422 `not-accepted-yet`, `papers-missing` (R3.1), `gate-not-allowed` (R3.6), 400
 * `unknown-staff`, `phase-over`.
 */
export async function createPhase(
  estateId: string,
  details: PhaseDetails,
  today: string,
  act: ActionContext,
): Promise<PhaseChange> {
  mustEndAhead(details.to, today);
  mustMeetHandoverLaw(details, today);
  await mustKnowManager(estateId, details.managerId);
  const at = act.recordedAt;
  const after: Phase = {
    ...details,
    phaseId: newId('phs', toInstant(at)),
    estateId,
    state: 'entering',
    homes: 0,
    leftOut: 0,
    announced: 0,
    slice: 0,
    plannedAt: at,
    plannedBy: act.actor.id,
    updatedAt: at,
    version: 1,
  };
  const { phaseId } = after;
  const transaction = new Transaction()
    .save(phases, after)
    .record(phases, after, 'PhaseOpened', { phaseId }, act)
    .record(phases, after, 'PhaseSliceRequested', { phaseId, slice: 0, what: 'enter' }, act);
  return { after, transaction };
}

/** Rejects an end of a phase before today. @throws Problem 400 `phase-over`. */
function mustEndAhead(to: string, today: string): void {
  if (to < today) throw new Problem(phaseOver, { to, today });
}

/** Fields that may change after the notices are sent. The name may not, because the notices show it. */
const changeable: readonly string[] = ['managerId'];

/**
 * Changes the details of a phase. Fields that the notices quote are fixed once they are sent.
 * @throws Problem as `createPhase`, 409 `promised-already`.
 */
export async function changePhase(
  before: Phase,
  details: PhaseDetails,
  today: string,
  act: ActionContext,
): Promise<PhaseChange> {
  if (details.to !== before.to) mustEndAhead(details.to, today);
  mustMeetHandoverLaw(details, today);
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

/**
 * Rejects changes of fixed fields. `buildings` never changes, because its homes are entered once and then
 * change one by one.
 * @throws Problem 409 `promised-already`.
 */
function mustBeFree(before: Phase, details: PhaseDetails, changed: readonly string[]): void {
  const isOut = !['entering', 'planned'].includes(before.state);
  const fixed = changed.filter((name) => {
    if (name === 'buildings') return true;
    if (!isOut || changeable.includes(name)) return false;
    return name !== 'to' || details.to < before.to || before.state === 'closed';
  });
  if (fixed.length > 0) throw new Problem(promised, { fields: fixed.join(', ') }, { more: { fields: fixed } });
}

/** Returns a phase with a change applied and the next version. */
export function changedPhase(phase: Phase, change: Partial<Phase>, act: ActionContext): Phase {
  return { ...phase, ...change, updatedAt: act.recordedAt, version: phase.version + 1 };
}

/**
 * Rejects an operation that the phase's state forbids. @throws Problem 409 illegal-state with the allowed
 * states.
 */
export function mustStand({ state }: Phase, ...allowed: readonly Phase['state'][]): void {
  if (!allowed.includes(state)) throw illegalState(state, allowed);
}
