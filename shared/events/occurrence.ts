import { Problem, problemKind } from '../kernel/problem.ts';
import { compareInstants, instantSchema, toInstant } from '../kernel/time.ts';
import type { ActionContext } from './catalogue.ts';

/** Field of an operation that may be entered later than it happened (D4). */
export const lateEntry = { occurredAt: instantSchema.optional() };

const outOfOrder = problemKind('out-of-order', 409, {
  'zh-CN': '发生时间 {occurredAt} 早于此单此前的记录 {last}，请核对时间。',
  'zh-TW': '發生時間 {occurredAt} 早於此單先前的紀錄 {last}，請核對時間。',
  en: 'It cannot have happened at {occurredAt}: the last thing on record is of {last}. Check the time.',
});
const inTheFuture = problemKind('in-the-future', 400, {
  'zh-CN': '发生时间 {occurredAt} 在将来，请核对时间。',
  'zh-TW': '發生時間 {occurredAt} 在未來，請核對時間。',
  en: 'It cannot have happened at {occurredAt}, which is in the future. Check the time.',
});

/** Clocks of phones differ a little. */
const toleranceMs = 5 * 60_000;

/** When something happened. @throws Problem when it lies in the future or before what happened last. */
export function occurrence(act: ActionContext, last?: string): string {
  const occurredAt = act.occurredAt ?? act.recordedAt;
  const ahead = toInstant(occurredAt).epochMilliseconds - toInstant(act.recordedAt).epochMilliseconds;
  if (ahead > toleranceMs) throw new Problem(inTheFuture, { occurredAt });
  if (last !== undefined && compareInstants(occurredAt, last) < 0) {
    // Said without a time it happened now; only a time that somebody gave can be wrong.
    if (act.occurredAt === undefined) return last;
    throw new Problem(outOfOrder, { occurredAt, last });
  }
  return occurredAt;
}

/** A consequence never lies before what is on record already. */
export function placedAfter(last: string, act: ActionContext): ActionContext {
  const early = act.occurredAt !== undefined && compareInstants(act.occurredAt, last) < 0;
  return early ? { ...act, occurredAt: last } : act;
}
