import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { type QuietHours, quietUntil } from '../../../shared/kernel/quiet-hours.ts';
import type { Crossing } from './account-fold.ts';

/* Who has little left is told (余额不足通知, D30, R11.2, R11.3). */

/** The written record of a notice (余额不足通知, R11.2, D30). */
export const lowBalanceNoticeSchema = z.object({
  noticeId: z.string(),
  meterId: z.string(),
  estateId: z.string(),
  unitId: z.string(),
  levelFen: fenSchema,
  armedBy: z.string(),
  /** When the balance fell below the level, and to what. */
  at: z.string(),
  balanceFen: fenSchema,
  /** What was left at the use of late, in days to one decimal; absent when there was none. */
  daysLeft: z.string().optional(),
  channel: z.enum(['mail', 'none']),
  /** Who is told; absent when the register knows nobody of the unit. */
  receiver: z.string().optional(),
  writtenAt: z.string(),
  /** From when on it may be sent. */
  sendFrom: z.string(),
  result: z.enum(['sending', 'delivered', 'failed']),
  resultAt: z.string().optional(),
  /** When it turned out that the balance had not fallen below the level. */
  withdrawnAt: z.string().optional(),
  version: z.number().int(),
});
export type LowBalanceNotice = z.infer<typeof lowBalanceNoticeSchema>;
type Sent = Pick<LowBalanceNotice, 'noticeId' | 'meterId' | 'levelFen' | 'armedBy' | 'withdrawnAt'>;

const isOf = (notice: Sent) => (crossing: Crossing) =>
  crossing.levelFen === notice.levelFen && crossing.armedBy === notice.armedBy;

/** Id of the notice of a crossing; of one that was withdrawn and came about after all, the next. */
export function lowNoticeIdOf(
  meterId: string,
  { levelFen, armedBy }: Pick<Crossing, 'levelFen' | 'armedBy'>,
  nth: number,
): string {
  return derivedId('low', meterId, levelFen, armedBy, nth);
}

/**
 * What is to be told now, given what was: a notice for each crossing that has none, and the withdrawal of those whose crossing
 * a correction did away with (D30). If it comes about after all, there is one anew. So every crossing has exactly one notice
 * that stands, in whatever order readings come.
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
 * From when on a notice may go (R11.3, §17): not in quiet hours, but for the last level; and of one level at most one on a day
 * of the estate, so a second crossing waits for the next. `lastSentAt` is when this level was told last, or will be.
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
