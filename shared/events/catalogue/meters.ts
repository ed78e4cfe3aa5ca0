import * as z from 'zod';
import { day, fen, id, instant } from './parts.ts';

const meterRef = { meterId: id, unitId: id };

const unmatched = { unmatchedId: id, unitId: id, handoverId: id, utility: z.string() };

/** Events of meters and of what is prepaid on them. */
export const metersEvents = {
  MeterInstalled: z.object({ ...meterRef, utility: z.string(), prepaid: z.boolean() }),
  MeterChanged: z.object({ ...meterRef, changed: z.array(z.string()) }),
  ReadingsTaken: z.object({ ...meterRef, readings: z.number(), latestAt: instant }),
  ReadingHeld: z.object({ ...meterRef, readingId: id, why: z.string() }),
  /** What was shown at the keys of a home could not be entered as a reading of a meter of it: why, in a word. */
  ReadingUnmatched: z.object({ ...unmatched, value: z.string(), readAt: instant, why: z.string() }),
  /** It was entered as a reading of a meter after all, or set aside. */
  UnmatchedReadingSettled: z.object({ ...unmatched, meterId: id.optional(), readingId: id.optional() }),
  ReadingConfirmed: z.object({ ...meterRef, readingId: id }),
  ReadingReversed: z.object({ ...meterRef, readingId: id, correctedBy: id.optional() }),
  /** Use of days that may have been billed is another one than it was. */
  MeterUseCorrected: z.object({ ...meterRef, from: day, to: day }),
  PrepaidToppedUp: z.object({ ...meterRef, topUpId: id, fen, balanceFen: fen }),
  /** The use of a month is in the books (结转), with what earlier months were corrected by; negative where that is more. */
  MeterUseSettled: z.object({ ...meterRef, month: z.string(), quantity: z.string(), fen }),
  BalanceFellBelowThreshold: z.object({
    ...meterRef,
    noticeId: id,
    personId: id.optional(),
    levelFen: fen,
    lastLevel: z.boolean(),
    balanceFen: fen,
    daysLeft: z.string().optional(),
    at: instant,
    /** From when on the household may be told. */
    notBefore: instant,
  }),
  BalanceNoticeWithdrawn: z.object({ ...meterRef, noticeId: id }),
} as const;
