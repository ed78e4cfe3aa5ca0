import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { get, getMany } from '../../../../shared/store/table.ts';
import {
  type Estate,
  ownershipOf,
  requireEstate,
  type Unit,
  unitOf,
  unitsOfEstate,
  unknownUnit,
} from '../../../register/owners/public.ts';
import { type Handover, handoverIdOf, mustAllow } from '../handover.ts';
import { homes, type LeftOut, leftOutUnits, phases } from '../handovers.store.ts';
import { dropHandover, type HandoverChange, saveHandover, saveHandovers } from '../save-handover.ts';
import type { Phase } from './phase.ts';
import { changedPhase, mustStand } from './plan-phase.ts';

/** Units read in one slice, each up to two writes; and the most pages read to find them. */
const unitsAtOnce = 40;
const pagesAtOnce = 10;

const noOwner = problemKind('unit-without-owner', 409, {
  'zh-CN': '{label} 在业主档案中没有业主。请先登记买受人。',
  'zh-TW': '{label} 在業主檔案中沒有業主。請先登錄買受人。',
  en: '{label} has no owner in the register. Enter the buyer first.',
});
const inAnother = problemKind('home-in-a-phase', 409, {
  'zh-CN': '{label} 已在交付批次 {phaseId} 中。如要改批次，请先从原批次移出。',
  'zh-TW': '{label} 已在交付批次 {phaseId} 中。如要改批次，請先從原批次移出。',
  en: '{label} is already in phase {phaseId}. Exclude it there first to move it.',
});

/** Returns the last registered owner of a unit, current or future. Co-owners do not count. */
export async function buyerOf(unitId: string, today: string): Promise<string | undefined> {
  const owners = await ownershipOf(unitId);
  return owners.findLast(({ to }) => to === undefined || to >= today)?.personId;
}

function newHandover(phase: Phase, unit: Unit, buyerId: string, at: string): Handover {
  const { unitId, label: unitLabel, building, estateId } = unit;
  return {
    ...{
      handoverId: handoverIdOf(phase.phaseId, unitId),
      estateId,
      phaseId: phase.phaseId,
      unitId,
      unitLabel,
      building,
    },
    buyerId,
    state: 'planned',
    noShows: 0,
    reschedules: 0,
    papersGiven: [],
    blockingDefects: 0,
    openDefects: 0,
    updatedAt: at,
    version: 1,
  };
}

/** Returns the next dwellings of the phase's buildings. Without a cursor none are left. */
async function nextUnits(phase: Phase): Promise<{ units: Unit[]; cursor: string | undefined }> {
  let cursor = phase.cursor;
  for (let page = 0; ; page += 1) {
    const found = await unitsOfEstate(phase.estateId, { limit: unitsAtOnce, cursor });
    cursor = found.cursor;
    const units = found.items.filter(({ use, building }) => use === 'dwelling' && phase.buildings.includes(building));
    if (units.length > 0 || cursor === undefined || page === pagesAtOnce) return { units, cursor };
  }
}

async function judged(phase: Phase, units: readonly Unit[], today: string, at: string) {
  if (units.length === 0) return [];
  const taken = new Map((await getMany(homes, units)).map((home) => [home.unitId, home]));
  const { phaseId } = phase;
  return Promise.all(
    units.map(async (unit): Promise<{ handover: Handover } | { leftOut: LeftOut } | undefined> => {
      const { unitId, label } = unit;
      const home = taken.get(unitId);
      // The home was added by hand meanwhile.
      if (home?.phaseId === phaseId) return undefined;
      if (home) return { leftOut: { phaseId, unitId, label, why: 'in-another-phase', reason: home.phaseId } };
      const buyerId = await buyerOf(unitId, today);
      if (buyerId === undefined) return { leftOut: { phaseId, unitId, label, why: 'no-owner' } };
      return { handover: newHandover(phase, unit, buyerId, at) };
    }),
  );
}

/**
 * Enters the next homes of a phase and requests the next slice. After the last slice the phase is planned.
 */
export async function enterSlice(before: Phase, act: ActionContext): Promise<Transaction> {
  const { calendar } = await requireEstate(before.estateId);
  const at = act.recordedAt;
  const { units, cursor } = await nextUnits(before);
  const found = await judged(before, units, dayIn(calendar.zone, at), at);
  const entered = found.flatMap((one) => (one && 'handover' in one ? [one.handover] : []));
  const leftOut = found.flatMap((one) => (one && 'leftOut' in one ? [one.leftOut] : []));
  const after = changedPhase(
    before,
    {
      cursor,
      slice: before.slice + 1,
      state: cursor === undefined ? 'planned' : 'entering',
      homes: before.homes + entered.length,
      leftOut: before.leftOut + leftOut.length,
    },
    act,
  );
  const transaction = new Transaction().save(phases, after, before);
  for (const one of leftOut) transaction.put(leftOutUnits, one);
  saveHandovers(
    transaction,
    entered.map((handover) => ({ after: handover })),
    act,
  );
  const { phaseId, slice } = after;
  return after.state === 'planned'
    ? transaction.record(phases, after, 'PhasePlanned', { phaseId, homes: after.homes, leftOut: after.leftOut }, act)
    : transaction.record(phases, after, 'PhaseSliceRequested', { phaseId, slice, what: 'enter' }, act);
}

/**
 * Adds one home of any building to a planned phase. Its buyer is notified with `announce`.
 * @throws Problem 400 `unknown-unit`, 409 `home-in-a-phase`, `unit-without-owner`.
 */
export async function addHome(
  before: Phase,
  { unitId }: { unitId: string },
  estate: Estate,
  act: ActionContext,
): Promise<HandoverChange> {
  mustStand(before, 'planned', 'announced');
  const [unit, home] = await Promise.all([unitOf(unitId), get(homes, { unitId })]);
  if (unit?.estateId !== before.estateId) throw new Problem(unknownUnit, { unitId });
  const { label } = unit;
  const { phaseId } = before;
  if (home) throw new Problem(inAnother, { label, phaseId: home.phaseId }, { more: { phaseId: home.phaseId } });
  const buyerId = await buyerOf(unitId, dayIn(estate.calendar.zone, act.recordedAt));
  if (buyerId === undefined) throw new Problem(noOwner, { label });
  const handover = newHandover(before, unit, buyerId, act.recordedAt);
  const wasLeftOut = (await get(leftOutUnits, { phaseId, label, unitId })) !== undefined;
  const counts = { homes: before.homes + 1, leftOut: before.leftOut - (wasLeftOut ? 1 : 0) };
  const after = changedPhase(before, counts, act);
  const transaction = new Transaction()
    .save(phases, after, before)
    .record(phases, after, 'PhaseChanged', { phaseId, changed: ['homes'], added: label }, act);
  if (wasLeftOut) transaction.remove(leftOutUnits, { phaseId, label, unitId });
  saveHandover(transaction, handover, undefined, act);
  return { after: handover, transaction };
}

/** Excludes a home from its phase before its buyer is notified. @throws Problem illegal-state. */
export function leaveOut(handover: Handover, before: Phase, act: ActionContext): HandoverChange {
  mustAllow(handover, 'exclude');
  mustStand(before, 'planned', 'announced');
  const { phaseId, unitId, unitLabel: label } = handover;
  const after = changedPhase(before, { homes: before.homes - 1, leftOut: before.leftOut + 1 }, act);
  const transaction = new Transaction()
    .save(phases, after, before)
    .record(phases, after, 'PhaseChanged', { phaseId, changed: ['homes'], leftOut: label }, act)
    .put(leftOutUnits, { phaseId, unitId, label, why: 'by-hand', reason: act.reason });
  return { after: handover, transaction: dropHandover(transaction, handover) };
}
