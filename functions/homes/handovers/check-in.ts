import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn, toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type Handover, mustAllow, ref } from './handover.ts';
import { handovers } from './handovers.store.ts';
import { endBooking } from './plan/book-slot.ts';
import { bookingCodes } from './plan/slots.store.ts';
import { changeHandover, type HandoverChange } from './save-handover.ts';

const identitySchema = z
  .discriminatedUnion('as', [
    z.strictObject({ as: z.literal('owner') }),
    /** An agent shows a power of attorney (授权委托书): its number, or where it is filed. */
    z.strictObject({
      as: z.literal('agent'),
      name: z.string().min(1).max(200),
      powerOfAttorney: z.string().min(1).max(200),
    }),
  ])
  .meta({ id: 'Identity' });

/** Input of a check-in: the booking code and the identity that staff checked on an identity document. */
export const checkInSchema = z
  .strictObject({
    ...lateEntry,
    /** Blanks and hyphens are ignored. */
    code: z.string().regex(/^[\d\s-]{8,20}$/),
    /** How the identity of the person was checked. */
    identity: identitySchema,
  })
  .meta({ id: 'CheckInHandoverBody' });

const unknownCode = problemKind('unknown-code', 404, {
  'zh-CN': '没有这个预约码。请核对 code，或按房号查找。',
  'zh-TW': '沒有這個預約碼。請核對 code，或按房號查找。',
  en: 'No booking has this code. Check code, or find the home by its number.',
});
const notToday = problemKind('not-its-day', 409, {
  'zh-CN': '预约日期是 {day}，不能在 {today} 签到。如要今天办理，请先改约。',
  'zh-TW': '預約日期是 {day}，不能在 {today} 簽到。如要今天辦理，請先改約。',
  en: 'The booking is for {day}, so check-in on {today} is not possible. Move the booking to today first.',
});

/** Returns the handover of a booking code. @throws Problem 404 `unknown-code`. */
export async function handoverOfCode(phaseId: string, said: string): Promise<Handover> {
  const code = said.replace(/\D/g, '');
  const known = await get(bookingCodes, { phaseId, code });
  const handover = known && (await get(handovers, known));
  if (handover?.booking?.code !== code) throw new Problem(unknownCode);
  return handover;
}

/**
 * Checks in the buyer or their agent, once for each booking, on its day only (in the estate's zone).
 * @throws Problem 409 `not-its-day`, illegal-state; 400 in-the-future.
 */
export function checkIn(
  before: Handover,
  identity: z.output<typeof identitySchema>,
  zone: string,
  buyer: string,
  act: ActionContext,
): HandoverChange {
  mustAllow(before, 'check-in');
  const at = occurrence(act);
  const [day, today] = [dayIn(zone, before.booking?.from ?? at), dayIn(zone, at)];
  if (day !== today) throw new Problem(notToday, { day, today }, { more: { day } });
  const { as } = identity;
  const who = as === 'agent' ? identity : { as, name: buyer };
  const identified = { ...who, by: act.actor.id, at };
  // A second check-in is for the re-inspection.
  const state = before.identified ? 'reinspecting' : 'inspecting';
  const { after, transaction } = changeHandover(before, { state, identified, nextDueAt: undefined }, act);
  transaction.record(handovers, after, 'HandoverCheckedIn', { ...ref(after), as }, act);
  return { after, transaction };
}

/**
 * Records a no-show when the booked time is over. Returns undefined when it is not over, or nothing is
 * booked.
 */
export function missed(before: Handover | undefined, act: ActionContext): HandoverChange | undefined {
  if (before?.state !== 'booked' || !before.booking) return undefined;
  const { from, to } = before.booking;
  if (toInstant(to).epochMilliseconds > toInstant(act.recordedAt).epochMilliseconds) return undefined;
  const noShows = before.noShows + 1;
  const change = { state: 'no-show', booking: undefined, noShows, nextDueAt: undefined } as const;
  const { after, transaction } = changeHandover(before, change, act);
  transaction.record(handovers, after, 'HandoverMissed', { ...ref(after), from, to, noShows }, act);
  endBooking(transaction, before, after, act);
  return { after, transaction };
}
