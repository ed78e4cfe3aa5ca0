import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { type QuietHours, quietUntil } from '../../../shared/kernel/quiet-hours.ts';

/*
 * Decides on notices to households with a low balance (余额不足通知, D30, R11.2, R11.3): when a balance falls
 * below a level, and which notice is then written.
 */

/** The balance after a top-up or a reading, in fen; negative when more was used than paid (R11.5). */
export interface BalancePoint {
  readonly at: string;
  readonly cause: 'top-up' | 'reading';
  readonly id: string;
  readonly balanceFen: number;
}

/**
 * A fall of the balance below a level, between the top-up that armed the level and the next one that arms it.
 */
export interface Crossing {
  readonly levelFen: number;
  /** The top-up that had raised the balance above the level. */
  readonly armedBy: string;
  readonly at: string;
  readonly balanceFen: number;
}

/** The levels that the next fall of the balance crosses, and the top-up that raised it above each. */
export type Armed = Pick<Crossing, 'levelFen' | 'armedBy'>[];

/** Returns the levels that a point of the balance arms and fires. */
export function crossLevels(
  armed: Armed,
  point: BalancePoint,
  levels: readonly number[],
): { armed: Armed; fired: Crossing[] } {
  const { at, cause, id, balanceFen } = point;
  const standing = armed.filter(({ levelFen }) => levels.includes(levelFen));
  if (cause === 'top-up') {
    const rises = levels.filter((level) => balanceFen > level && !standing.some((one) => one.levelFen === level));
    return { armed: [...standing, ...rises.map((levelFen) => ({ levelFen, armedBy: id }))], fired: [] };
  }
  const falls = levels.flatMap((level) => standing.filter((one) => one.levelFen === level && balanceFen < level));
  return {
    armed: standing.filter((one) => !falls.includes(one)),
    fired: falls.map(({ levelFen, armedBy }) => ({ levelFen, armedBy, at, balanceFen })),
  };
}

/** The written record of a low balance notice (余额不足通知, R11.2, D30). */
export const lowBalanceNoticeSchema = z
  .object({
    noticeId: z.string(),
    meterId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    /** The level below which the balance fell. */
    levelFen: fenSchema,
    /** Id of the movement that raised the balance above the level before. One warning follows each. */
    armedBy: z.string(),
    /** When the balance fell below the level. */
    at: z.string(),
    /** The balance then, fen. */
    balanceFen: fenSchema,
    /** Days left at recent usage, to one decimal; absent without usage. */
    daysLeft: z.string().optional(),
    /** How it is sent; `none` without an address. */
    channel: z.enum(['mail', 'none']),
    /** The receiver; absent when the register knows no person of the unit. */
    receiver: z.string().optional(),
    writtenAt: z.string(),
    /** The earliest time of sending. */
    sendFrom: z.string(),
    result: z.enum(['sending', 'delivered', 'failed']),
    resultAt: z.string().optional(),
    /** When a correction showed that the balance had not fallen below the level. */
    withdrawnAt: z.string().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'LowBalanceNotice' });
export type LowBalanceNotice = z.infer<typeof lowBalanceNoticeSchema>;
type Sent = Pick<LowBalanceNotice, 'noticeId' | 'meterId' | 'levelFen' | 'armedBy' | 'withdrawnAt'>;

const isOf = (notice: Sent) => (crossing: Crossing) =>
  crossing.levelFen === notice.levelFen && crossing.armedBy === notice.armedBy;

/**
 * Returns the notice id of a crossing. A crossing that returns after its notice was withdrawn gets the next
 * id.
 */
export function lowNoticeIdOf(
  meterId: string,
  { levelFen, armedBy }: Pick<Crossing, 'levelFen' | 'armedBy'>,
  nth: number,
): string {
  return derivedId('low', meterId, levelFen, armedBy, nth);
}

/**
 * Returns the notices to send and to withdraw (D30). Each crossing without a notice gets one. Notices whose
 * crossing a correction removed are withdrawn; a crossing that returns gets a new notice. In any order of
 * readings, each crossing has exactly one valid notice.
 */
export function noticesDue(
  meterId: string,
  crossings: readonly Crossing[],
  sent: readonly Sent[],
): { send: (Crossing & { noticeId: string })[]; withdraw: string[] } {
  const stands = sent.filter((notice) => notice.withdrawnAt === undefined);
  const send = crossings
    .filter((crossing) => !stands.some((notice) => isOf(notice)(crossing)))
    .map((crossing) => {
      const before = sent.filter((notice) => isOf(notice)(crossing)).length;
      return { ...crossing, noticeId: lowNoticeIdOf(meterId, crossing, before) };
    });
  const withdraw = stands.filter((notice) => !crossings.some(isOf(notice))).map((notice) => notice.noticeId);
  return { send, withdraw };
}

/**
 * Returns the earliest time of a notice (R11.3, R17). Quiet hours hold back every level but the last. Each
 * level has at most one notice on a day of the estate, so a second crossing waits for the next day.
 * `lastSentAt` is the time of the level's last notice, past or planned.
 */
export function noticeFrom(
  crossing: Pick<Crossing, 'levelFen'>,
  terms: { readonly levels: readonly number[]; readonly quietHours: QuietHours; readonly zone: string },
  now: Temporal.Instant,
  lastSentAt?: string,
): string {
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(terms.zone).toPlainDate();
  const toldOn = lastSentAt === undefined ? undefined : dayOf(Temporal.Instant.from(lastSentAt));
  const today = dayOf(now);
  const waits = toldOn && Temporal.PlainDate.compare(toldOn, today) >= 0;
  const from = waits ? toldOn.add({ days: 1 }).toZonedDateTime(terms.zone).toInstant() : now;
  if (crossing.levelFen === Math.min(...terms.levels)) return from.toString();
  return (quietUntil(terms.quietHours, terms.zone, from) ?? from).toString();
}
