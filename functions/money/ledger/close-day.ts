import * as z from 'zod';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type DayCheck, openIn } from './check-day.ts';
import type { InTransit } from './transit.ts';

const closed = problemKind('period-closed', 409, {
  'zh-CN': '{day} 已结账。请记入 {open} 或之后。',
  'zh-TW': '{day} 已結帳。請記入 {open} 或之後。',
  en: '{day} is closed. Use {open} or a later day.',
});
const disagrees = problemKind('day-does-not-agree', 409, {
  'zh-CN': '{day} 账、单、渠道不符，共 {count} 处。请先处理这些差异。',
  'zh-TW': '{day} 帳、單、渠道不符，共 {count} 處。請先處理這些差異。',
  en: 'The records of {day} have {count} differences. Resolve them first.',
});
const outOfTurn = problemKind('day-out-of-turn', 409, {
  'zh-CN': '须逐日结账。请先结 {day}。',
  'zh-TW': '須逐日結帳。請先結 {day}。',
  en: 'Days close one after the other. Close {day} next.',
});
const notTheLast = problemKind('not-the-last-closed-day', 409, {
  'zh-CN': '只能重开最后一个已结账日 {day}。更早的差错请在未结账日冲销更正。',
  'zh-TW': '只能重開最後一個已結帳日 {day}。更早的差錯請在未結帳日沖銷更正。',
  en: 'Only the last closed day, {day}, can be reopened. Correct an earlier day by a reversal on an open day.',
});
const samePerson = problemKind('second-person-needed', 409, {
  'zh-CN': '重开已结账日须由另一人批准。请另一位经理或管理员批准。',
  'zh-TW': '重開已結帳日須由另一人核准。請另一位經理或管理員核准。',
  en: 'You requested this reopening, so you cannot approve it. Ask another manager or administrator to approve it.',
});
const beingClosed = problemKind('day-being-closed', 409, {
  'zh-CN': '正在结账。请待其完成后再操作。',
  'zh-TW': '正在結帳。請待其完成後再操作。',
  en: 'A day is being closed. Wait until the close ends, then try again.',
});
const notAsked = problemKind('reopening-not-asked', 409, {
  'zh-CN': '尚无人申请重开该日。请先提交重开申请。',
  'zh-TW': '尚無人申請重開該日。請先提交重開申請。',
  en: 'Nobody requested the reopening of this day. Request it first.',
});

/**
 * The last closed day of an estate and the request to reopen it. Without `closedThrough` no day is closed.
 */
export const closingSchema = z
  .object({
    estateId: z.string(),
    closedThrough: dateSchema.optional(),
    /** The day that is being closed now. It takes no more entries. */
    closing: dateSchema.optional(),
    /** Who requested the last close. The approver of a reopening is another person (R20.2). */
    closeRequested: z.object({ through: dateSchema, by: z.string(), at: z.string() }).optional(),
    /** The requested reopening, until another person approves it. */
    asked: z.object({ day: dateSchema, by: z.string(), at: z.string(), reason: reasonSchema(500) }).optional(),
  })
  .meta({ id: 'Closing' });
export type Closing = z.infer<typeof closingSchema>;

function isClosed(day: string, { closedThrough }: Pick<Closing, 'closedThrough'>): boolean {
  return closedThrough !== undefined && day <= closedThrough;
}

/**
 * Returns the day on which an occurrence is posted: its own day, or the next open day when it is late (D29).
 */
export function postingDay(occurredOn: string, closing: Pick<Closing, 'closedThrough'>): string {
  const { closedThrough } = closing;
  return closedThrough !== undefined && isClosed(occurredOn, closing) ? addDays(closedThrough, 1) : occurredOn;
}

/** Rejects an entry on a closed day. @throws Problem `period-closed` with the next open day. */
export function mustBeOpen(day: string, closing: Pick<Closing, 'closedThrough'>): void {
  if (!isClosed(day, closing)) return;
  throw new Problem(closed, { day, open: postingDay(day, closing) });
}

/** Returns true when the last day of the month is closed (月结). `month` is `YYYY-MM`. */
export function isMonthClosed(month: string, { closedThrough }: Pick<Closing, 'closedThrough'>): boolean {
  // The day after the last closed day is then in a later month.
  return closedThrough !== undefined && addDays(closedThrough, 1).slice(0, 7) > month;
}

/**
 * Returns the closing with one more day closed. `transit` is the money in transit on that day.
 * @throws Problem `day-out-of-turn`, `day-does-not-agree`.
 */
export function closeDay(
  closing: Closing,
  check: DayCheck,
  transit: readonly Pick<InTransit, 'refused'>[] = [],
): Closing {
  const { day } = check;
  const next = closing.closedThrough === undefined ? day : addDays(closing.closedThrough, 1);
  if (day !== next) throw new Problem(outOfTurn, { day: next });
  const count = openIn(check, transit);
  if (count > 0) {
    const more = { differences: check.differences, gaps: check.gaps, drawers: check.drawers ?? [] };
    throw new Problem(disagrees, { day, count }, { more });
  }
  return { ...closing, closedThrough: day, asked: undefined };
}

/**
 * Requests the reopening of the last closed day. It stays closed until a second person approves.
 * @throws Problem `not-the-last-closed-day` for an earlier day, because later seals depend on it.
 */
export function requestReopening(
  closing: Closing,
  day: string,
  request: { by: string; at: string; reason: string },
): Closing {
  if (closing.closedThrough !== day) throw new Problem(notTheLast, { day: closing.closedThrough ?? '-' });
  return { ...closing, asked: { day, ...request } };
}

/**
 * Reopens the day that another person requested (D29: two people).
 * @throws Problem `reopening-not-asked`, `second-person-needed`, `day-being-closed`.
 */
export function approveReopening(closing: Closing, by: string): Closing {
  const { asked, closedThrough } = closing;
  if (closing.closing !== undefined) throw new Problem(beingClosed);
  if (!asked || asked.day !== closedThrough) throw new Problem(notAsked);
  if (asked.by === by) throw new Problem(samePerson);
  return { ...closing, closedThrough: addDays(asked.day, -1), asked: undefined };
}
