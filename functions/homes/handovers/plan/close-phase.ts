import * as z from 'zod';
import type { ActionContext, EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { retryOnConflict } from '../../../../shared/store/retry.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { allows, type Handover, handoverStates, mayStayOpen } from '../handover.ts';
import { handoverLists, handovers, phases } from '../handovers.store.ts';
import { releaseSlot } from './book-slot.ts';
import type { Phase } from './phase.ts';
import { countsOf } from './phase-counters.ts';
import { changedPhase, mustStand } from './plan-phase.ts';

/** Maximum number of open homes in an answer. listHandovers with a state lists all. */
const mostNamed = 50;

/** Input that closes a phase. `leaving` needs a reason. */
export const closePhaseSchema = z
  .strictObject({
    reason: reasonSchema(2_000).optional(),
    /** Whether homes that are deemed delivered, or were refused with good reason, may stay open. */
    leaving: z.boolean().default(false),
  })
  .refine(({ leaving, reason }) => !leaving || reason !== undefined, {
    path: ['reason'],
    message: 'leaving needs a reason',
  })
  .meta({ id: 'ClosePhaseBody' });

export const openHomeSchema = z
  .object({
    handoverId: z.string(),
    unitLabel: z.string(),
    state: z.enum(handoverStates),
  })
  .meta({ id: 'OpenHome' });
type OpenHome = z.output<typeof openHomeSchema>;

const homesOpen = problemKind('homes-open', 409, {
  'zh-CN': '本批次还有 {open} 套未办结，不能关闭。请先办结 homes 所列房屋；byState 为各状态套数。',
  'zh-TW': '本批次還有 {open} 套未辦結，不能關閉。請先辦結 homes 所列房屋；byState 為各狀態套數。',
  en: '{open} homes of this phase are still open, so it cannot be closed. Finish them first: byState counts them, homes lists some.',
});

/**
 * Closes a phase (关闭批次) when every home has its keys.
 * With `leaving`, homes that are deemed delivered (R3.4) or refused with good reason may stay open.
 * The decision uses the phase counters; only open homes are read.
 * A closed phase takes no days, bookings or notices. Keys, defects, warranty and titles continue.
 * @throws Problem 409 `homes-open` with counts and some homes, illegal-state.
 */
export async function closePhase(
  before: Phase,
  { leaving, reason }: z.output<typeof closePhaseSchema>,
  act: ActionContext,
): Promise<{ after: Phase; open: OpenHome[]; transaction: Transaction }> {
  mustStand(before, 'planned', 'announced');
  const { phaseId, state } = before;
  const counts = await countsOf(phaseId, { consistent: true });
  const of = (name: string) => counts.get(name) ?? 0;
  const leftOpen = of('homes') - of('keysGiven');
  const inTheWay = leaving ? leftOpen - of('mayStayOpen') : leftOpen;
  const openStates = handoverStates.filter((one) => one !== 'keys-given' && of(`state.${one}`) > 0);
  if (inTheWay > 0) {
    const byState = Object.fromEntries(openStates.map((one) => [one, of(`state.${one}`)]));
    const homes = await openHomes(phaseId, openStates, (home) => !leaving || !mayStayOpen(home));
    const more = { open: inTheWay, mayStayOpen: of('mayStayOpen'), byState, homes };
    throw new Problem(homesOpen, { open: inTheWay }, { more });
  }
  const open = leftOpen > 0 ? await openHomes(phaseId, openStates, () => true) : [];
  const closed = {
    at: act.recordedAt,
    by: act.actor.id,
    from: state,
    leftOpen,
    ...(reason !== undefined && { reason }),
  };
  const after = changedPhase(before, { state: 'closed', closed }, act);
  const data = { phaseId, homes: of('homes'), keysGiven: of('keysGiven'), leftOpen };
  const transaction = new Transaction()
    .save(phases, after, before)
    .record(phases, after, 'PhaseClosed', data, { ...act, reason });
  return { after, open, transaction };
}

/** Reopens a phase, for homes that were left open. @throws Problem illegal-state. */
export function reopenPhase(
  before: Phase,
  reason: string,
  act: ActionContext,
): { after: Phase; transaction: Transaction } {
  mustStand(before, 'closed');
  const { phaseId, closed } = before;
  const after = changedPhase(before, { state: closed?.from ?? 'announced', closed: undefined }, act);
  const transaction = new Transaction()
    .save(phases, after, before)
    .record(phases, after, 'PhaseReopened', { phaseId }, { ...act, reason });
  return { after, transaction };
}

async function openHomes(
  phaseId: string,
  states: readonly Handover['state'][],
  isMeant: (home: Handover) => boolean,
): Promise<OpenHome[]> {
  const partition = handoverLists.ofPhase(phaseId);
  const found: OpenHome[] = [];
  for (const state of states) {
    const sort = { beginsWith: `${state}#` };
    const { items } = await list(handovers, { index: 'lists', partition, sort, limit: mostNamed });
    found.push(...items.filter(isMeant).map(({ handoverId, unitLabel }) => ({ handoverId, unitLabel, state })));
    if (found.length >= mostNamed) break;
  }
  return found.slice(0, mostNamed);
}

/** Releases bookings that were made at the moment the phase was closed. */
export async function endStrayBookings(event: EventOf<'PhaseClosed'>, handling: Handling): Promise<void> {
  const { phaseId } = event.data;
  const partition = handoverLists.ofPhase(phaseId);
  const { items } = await list(handovers, { index: 'lists', partition, sort: { beginsWith: 'booked#' }, limit: 200 });
  for (const { handoverId } of items) {
    await retryOnConflict(async () => {
      const [phase, handover] = await Promise.all([get(phases, { phaseId }), get(handovers, { handoverId })]);
      if (phase?.state !== 'closed' || !handover || !allows(handover, 'release')) return;
      await releaseSlot(handover, handling.act).transaction.commit();
    });
  }
}
