import * as z from 'zod';
import { day, fen, id, instant } from './parts.ts';

const meterRef = { meterId: id, unitId: id };

const unmatched = { unmatchedId: id, unitId: id, handoverId: id, utility: z.string() };

/** Events of meters and their prepaid money. */
export const metersEvents = {
  MeterInstalled: z.object({ ...meterRef, utility: z.string(), prepaid: z.boolean() }),
  MeterChanged: z.object({ ...meterRef, changed: z.array(z.string()) }),
  ReadingsTaken: z.object({ ...meterRef, readings: z.number(), latestAt: instant }),
  ReadingHeld: z.object({ ...meterRef, readingId: id, why: z.string() }),
  /** A reading at a handover could not be entered for a meter of the home; `why` is the reason in a word. */
  ReadingUnmatched: z.object({ ...unmatched, value: z.string(), readAt: instant, why: z.string() }),
  /** An unmatched reading was later entered as a reading of a meter, or set aside. */
  UnmatchedReadingSettled: z.object({ ...unmatched, meterId: id.optional(), readingId: id.optional() }),
  ReadingConfirmed: z.object({ ...meterRef, readingId: id }),
  ReadingReversed: z.object({ ...meterRef, readingId: id, correctedBy: id.optional() }),
  /** Usage changed for days that may have been billed. */
  MeterUseCorrected: z.object({ ...meterRef, from: day, to: day }),
  PrepaidToppedUp: z.object({ ...meterRef, topUpId: id, fen, balanceFen: fen }),
  /**
   * The usage of a month was posted to the ledger (结转), with corrections of earlier months; it may be
   * negative.
   */
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
    /** The earliest time of the notice. */
    notBefore: instant,
  }),
  BalanceNoticeWithdrawn: z.object({ ...meterRef, noticeId: id }),
} as const;
