import { Problem, problemKind } from '../kernel/problem.ts';
import { compareInstants, instantSchema, toInstant } from '../kernel/time.ts';
import type { ActionContext } from './catalogue.ts';

/** Input field of an operation that may be entered after it happened (D4). */
export const lateEntry = { occurredAt: instantSchema.optional() };

const outOfOrder = problemKind('out-of-order', 409, {
  'zh-CN': '发生时间 occurredAt {occurredAt} 早于此单的上一条记录 {last}。请核对时间。',
  'zh-TW': '發生時間 occurredAt {occurredAt} 早於此單的上一筆紀錄 {last}。請核對時間。',
  en: 'occurredAt {occurredAt} is before the last recorded event, at {last}. Check the time.',
});
const inTheFuture = problemKind('in-the-future', 400, {
  'zh-CN': '发生时间 occurredAt {occurredAt} 晚于当前时间。请核对时间。',
  'zh-TW': '發生時間 occurredAt {occurredAt} 晚於目前時間。請核對時間。',
  en: 'occurredAt {occurredAt} is in the future. Check the time.',
});

/** Tolerated advance of a phone's clock, in milliseconds. */
const toleranceMs = 5 * 60_000;

/**
 * Returns when an operation happened.
 * @throws Problem in-the-future, or out-of-order when a given time is before `last`.
 */
export function occurrence(act: ActionContext, last?: string): string {
  const occurredAt = act.occurredAt ?? act.recordedAt;
  const ahead = toInstant(occurredAt).epochMilliseconds - toInstant(act.recordedAt).epochMilliseconds;
  if (ahead > toleranceMs) throw new Problem(inTheFuture, { occurredAt });
  if (last !== undefined && compareInstants(occurredAt, last) < 0) {
    // Only a time that the caller gave can be wrong.
    if (act.occurredAt === undefined) return last;
    throw new Problem(outOfOrder, { occurredAt, last });
  }
  return occurredAt;
}

/**
 * Returns the act with `occurredAt` moved to `last` if it is earlier: a consequence never precedes the
 * record.
 */
export function placedAfter(last: string, act: ActionContext): ActionContext {
  const early = act.occurredAt !== undefined && compareInstants(act.occurredAt, last) < 0;
  return early ? { ...act, occurredAt: last } : act;
}
