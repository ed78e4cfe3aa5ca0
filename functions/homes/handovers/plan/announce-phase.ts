import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../../shared/events/occurrence.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema, dayIn } from '../../../../shared/kernel/time.ts';
import { everyPage, list } from '../../../../shared/store/table.ts';
import { type Estate, type Person, personsOf } from '../../../register/owners/public.ts';
import { changed, type Handover, mustAllow, ref } from '../handover.ts';
import { handoverLists, handovers, phases } from '../handovers.store.ts';
import { type HandoverChange, saveHandover, saveHandovers } from '../save-handover.ts';
import { earliestDay, mustLeaveTime, type Phase } from './phase.ts';
import { changedPhase, mustStand } from './plan-phase.ts';
import { slotsOf } from './slots.store.ts';

/** Homes in one transaction: each writes the home, its event and an unproven-notice entry. */
const homesAtOnce = 30;

/**
 * Says how the notices of a phase are sent: by e-mail, or by post.
 * Staff may enter posted notices later, with the time of posting as `occurredAt`.
 * In both cases each buyer with an e-mail address gets the notice by e-mail, with the link to book a slot.
 */
export const announceSchema = z
  .strictObject({ method: z.enum(['mail', 'post']).default('mail'), ...lateEntry })
  .refine(({ method, occurredAt }) => method === 'post' || occurredAt === undefined, {
    path: ['occurredAt'],
    message: 'occurredAt is only for post; a mail is sent now',
  })
  .meta({ id: 'AnnouncePhaseBody' });
type Announcing = z.output<typeof announceSchema>;

export const announceHomeSchema = announceSchema.safeExtend({
  /** Handover day that the notice names. Default: the first possible day. */
  noticedFor: dateSchema.optional(),
});

const noPlaces = problemKind('no-days-planned', 409, {
  'zh-CN': '本批次还没有时段。请先排定交付日和时段，再发通知。',
  'zh-TW': '本批次還沒有時段。請先排定交付日和時段，再發通知。',
  en: 'This phase has no slots for buyers to book. Plan days and slots first, then send the notices.',
});
const outside = problemKind('outside-the-phase', 409, {
  'zh-CN': '日期 {day} 不在交付期间内。noticedFor 须在 {from} 至 {to} 之间。',
  'zh-TW': '日期 {day} 不在交付期間內。noticedFor 須在 {from} 至 {to} 之間。',
  en: '{day} is outside the phase. Choose noticedFor from {from} to {to}.',
});

function writtenOn({ method }: Announcing, estate: Estate, act: ActionContext): string {
  return dayIn(estate.calendar.zone, method === 'post' ? occurrence(act) : act.recordedAt);
}

/**
 * Starts sending the notices (交付通知书) of a phase. Later messages send them slice by slice.
 * @throws Problem 409 `notice-too-short`, `no-days-planned`, illegal-state.
 */
export async function announcePhase(
  before: Phase,
  input: Announcing,
  estate: Estate,
  act: ActionContext,
): Promise<{ after: Phase; transaction: Transaction }> {
  mustStand(before, 'planned');
  const on = writtenOn(input, estate, act);
  mustLeaveTime(before, on, before.from);
  const { items } = await slotsOf(before.phaseId, { limit: 1 });
  if (items.length === 0) throw new Problem(noPlaces);
  const announcing = { writtenOn: on, method: input.method };
  const after = changedPhase(before, { state: 'announcing', announcing, cursor: undefined }, act);
  const data = { phaseId: after.phaseId, slice: after.slice, what: 'announce' as const };
  const transaction = new Transaction()
    .save(phases, after, before)
    .record(phases, after, 'PhaseSliceRequested', data, { ...act, occurredAt: undefined });
  return { after, transaction };
}

/** Counts the homes of a phase to notify, and those whose buyer has no e-mail address. */
export async function whoIsWrittenTo({ phaseId }: Phase): Promise<{ homes: number; withoutAddress: number }> {
  const sums = { homes: 0, withoutAddress: 0 };
  for await (const homes of everyPage(handovers, { ...plannedHomes(phaseId), limit: 100 })) {
    const people = await peopleOf(homes);
    sums.homes += homes.length;
    sums.withoutAddress += homes.filter(({ buyerId }) => people.get(buyerId)?.email === undefined).length;
  }
  return sums;
}

function plannedHomes(phaseId: string) {
  return { index: 'lists', partition: handoverLists.ofPhase(phaseId), sort: { beginsWith: 'planned#' } } as const;
}

/** Returns the buyers of handovers from the register, by id. */
export async function peopleOf(found: readonly Handover[]): Promise<Map<string, Person>> {
  if (found.length === 0) return new Map();
  const people = await personsOf([...new Set(found.map(({ buyerId }) => buyerId))]);
  return new Map(people.map((person) => [person.personId, person]));
}

/**
 * Notifies the next homes of a phase and requests the next slice. After the last slice the phase is
 * announced.
 */
export async function announceSlice(before: Phase, act: ActionContext): Promise<Transaction> {
  const { phaseId, announcing, from: noticedFor } = before;
  if (!announcing) throw new Error(`phase ${phaseId} has no notice day`);
  const { items, cursor } = await list(handovers, {
    ...plannedHomes(phaseId),
    limit: homesAtOnce,
    cursor: before.cursor,
  });
  const people = await peopleOf(items);
  const transaction = new Transaction();
  const changes = items.map((handover) => {
    const notice = { writtenOn: announcing.writtenOn, noticedFor };
    return { before: handover, after: noticed(handover, before, notice, people.get(handover.buyerId), act) };
  });
  saveHandovers(transaction, changes, act);
  for (const { after } of changes) recordNotice(transaction, after, act);
  const state = cursor === undefined ? 'announced' : 'announcing';
  const change = { cursor, state, slice: before.slice + 1, announced: before.announced + items.length } as const;
  const after = changedPhase(before, change, act);
  transaction.save(phases, after, before);
  return state === 'announced'
    ? transaction.record(phases, after, 'PhaseAnnounced', { phaseId, homes: after.announced }, act)
    : transaction.record(phases, after, 'PhaseSliceRequested', { phaseId, slice: after.slice, what: 'announce' }, act);
}

/** Returns a handover with its notice. */
function noticed(
  handover: Handover,
  { to: until }: Phase,
  days: { writtenOn: string; noticedFor: string },
  person: Person | undefined,
  act: ActionContext,
): Handover {
  const failed = person?.email === undefined ? 'no-address' : undefined;
  const notice = {
    ...days,
    until,
    bookBy: addDays(days.noticedFor, -1),
    addressee: person?.name ?? handover.buyerId,
    failed,
  };
  return changed(handover, { state: 'notified', notice, refused: undefined }, act.recordedAt);
}

function recordNotice(transaction: Transaction, after: Handover, act: ActionContext): void {
  if (!after.notice) return;
  const { noticedFor, bookBy } = after.notice;
  transaction.record(handovers, after, 'HandoverAnnounced', { ...ref(after), noticedFor, bookBy }, act);
}

/**
 * Sends the notice to one buyer: for a home added later, or again with a later day.
 * @throws Problem 409 `notice-too-short`, `outside-the-phase`, illegal-state.
 */
export async function announceHome(
  before: Handover,
  phase: Phase,
  input: z.output<typeof announceHomeSchema>,
  estate: Estate,
  act: ActionContext,
): Promise<HandoverChange> {
  mustAllow(before, 'announce');
  mustStand(phase, 'announced');
  const on = writtenOn(input, estate, act);
  const earliest = earliestDay(phase, on);
  const day = input.noticedFor ?? (earliest > phase.from ? earliest : phase.from);
  mustLeaveTime(phase, on, day);
  const { from, to } = phase;
  if (day < from || day > to) throw new Problem(outside, { from, to, day });
  const [person] = await personsOf([before.buyerId]);
  const after = noticed(before, phase, { writtenOn: on, noticedFor: day }, person, act);
  const transaction = saveHandover(new Transaction(), after, before, act);
  recordNotice(transaction, after, act);
  return { after, transaction };
}
