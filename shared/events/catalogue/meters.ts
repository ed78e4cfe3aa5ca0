import * as z from 'zod';
import { day, fen, id, instant } from './parts.ts';

const meterRef = { meterId: id, unitId: id };

const unmatched = { unmatchedId: id, unitId: id, handoverId: id, utility: z.string() };

/** Events of meters and of their prepaid balances. */
export const metersEvents = {
  MeterInstalled: z.object({ ...meterRef, utility: z.string(), prepaid: z.boolean() }),
  MeterChanged: z.object({ ...meterRef, changed: z.array(z.string()) }),
  ReadingsTaken: z.object({ ...meterRef, readings: z.number(), latestAt: instant }),
  ReadingHeld: z.object({ ...meterRef, readingId: id, why: z.string() }),
  /**
   * A value read at the key handover could not be entered as a reading of a meter of the home; `why` is a
   * code.
   */
  ReadingUnmatched: z.object({ ...unmatched, value: z.string(), readAt: instant, why: z.string() }),
  /** An unmatched value was entered as a reading later, or set aside. */
  UnmatchedReadingSettled: z.object({ ...unmatched, meterId: id.optional(), readingId: id.optional() }),
  ReadingConfirmed: z.object({ ...meterRef, readingId: id }),
  ReadingReversed: z.object({ ...meterRef, readingId: id, correctedBy: id.optional() }),
  /** The use of days that may have been billed was corrected. */
  MeterUseCorrected: z.object({ ...meterRef, from: day, to: day }),
  PrepaidToppedUp: z.object({ ...meterRef, topUpId: id, fen, balanceFen: fen }),
  /** The use of a month was posted (结转), with corrections of earlier months; negative if these exceed it. */
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
    /** Earliest instant to notify the household. */
    notBefore: instant,
  }),
  BalanceNoticeWithdrawn: z.object({ ...meterRef, noticeId: id }),
} as const;
