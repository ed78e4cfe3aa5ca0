import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn, toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { changed, type Handover, mustAllow, ref } from './handover.ts';
import { handovers } from './handovers.store.ts';
import { endBooking, type HandoverChange } from './plan/book-slot.ts';
import { bookingCodes } from './plan/slots.store.ts';
import { saveHandover } from './save-handover.ts';

const identitySchema = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('owner') }),
  /** An agent shows his power of attorney (授权委托书): its number, or where it is kept. */
  z.strictObject({
    as: z.literal('agent'),
    name: z.string().min(1).max(200),
    powerOfAttorney: z.string().min(1).max(200),
  }),
]);

/** Somebody stands at the door and says his code; who he is was seen on his papers. */
export const checkInSchema = z.strictObject({
  ...lateEntry,
  /** Blanks and hyphens as people say them. */
  code: z.string().regex(/^[\d\s-]{8,20}$/),
  identity: identitySchema,
});

const unknownCode = problemKind('unknown-code', 404, {
  'zh-CN': '没有这个预约码，请核对，或按房号查找。',
  'zh-TW': '沒有這個預約碼，請核對，或按房號查找。',
  en: 'No booking has that code: check it, or look for the home by its number.',
});
const notToday = problemKind('not-its-day', 409, {
  'zh-CN': '该预约的日期是 {day}，不能在 {today} 签到；如要当天办理，请先改约。',
  'zh-TW': '該預約的日期是 {day}，不能在 {today} 簽到；如要當天辦理，請先改約。',
  en: 'The booking is for {day} and does not count on {today}; to be seen today it must be moved first.',
});

/** The handover that a code stands for. @throws Problem 404 `unknown-code`. */
export async function handoverOfCode(phaseId: string, said: string): Promise<Handover> {
  const code = said.replace(/\D/g, '');
  const known = await get(bookingCodes, { phaseId, code });
  const handover = known && (await get(handovers, known));
  if (handover?.booking?.code !== code) throw new Problem(unknownCode);
  return handover;
}

/**
 * Checks a buyer or his agent in: once, and on the day of the booking only (in the estate's zone).
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
  // He was here before: this time it is looked at what was put right.
  const state = before.identified ? 'reinspecting' : 'inspecting';
  const after = changed(before, { state, identified, nextDueAt: undefined }, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, before, act);
  transaction.record(handovers, after, 'HandoverCheckedIn', { ...ref(after), as }, act);
  return { after, transaction };
}

/** His time is over and he has not come. Undefined when he has, or it is not over. */
export function missed(before: Handover | undefined, act: ActionContext): HandoverChange | undefined {
  if (before?.state !== 'booked' || !before.booking) return undefined;
  const { from, to } = before.booking;
  if (toInstant(to).epochMilliseconds > toInstant(act.recordedAt).epochMilliseconds) return undefined;
  const noShows = before.noShows + 1;
  const change = { state: 'no-show', booking: undefined, noShows, nextDueAt: undefined } as const;
  const after = changed(before, change, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, before, act);
  transaction.record(handovers, after, 'HandoverMissed', { ...ref(after), from, to, noShows }, act);
  endBooking(transaction, before, after, act);
  return { after, transaction };
}
