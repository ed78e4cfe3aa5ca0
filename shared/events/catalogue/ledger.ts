import * as z from 'zod';
import { day, fen, id } from './parts.ts';

/** Events of the ledger. */
export const ledgerEvents = {
  BooksOpened: z.object({ from: day }),
  /** Close every day up to and including this one. */
  CloseRequested: z.object({ through: day }),
  /** One slice of the closing is done; continue with the next. */
  CloseContinued: z.object({ through: day }),
  DayClosed: z.object({ day, entries: z.number(), seal: z.string() }),
  /** The day has differences, or `transit` slips have been in transit for too long. The day is open again. */
  CloseRefused: z.object({ day, differences: z.number(), gaps: z.number(), transit: z.number().optional() }),
  ReopeningAsked: z.object({ day }),
  DayReopened: z.object({ day, askedBy: id }),
  ChannelFileTaken: z.object({ fileId: id, account: z.string(), lines: z.number(), fen }),
  /** The lines of the file no longer count. */
  ChannelFileWithdrawn: z.object({ fileId: id, account: z.string(), lines: z.number(), fen }),
  /** Write the ledger entries of a span of days as a journal. */
  JournalRequested: z.object({ journalId: id, from: day, to: day }),
  /** One slice of the journal is written; continue with the next. */
  JournalContinued: z.object({ journalId: id, entries: z.number() }),
  JournalWritten: z.object({ journalId: id, entries: z.number(), bytes: z.number() }),
  /**
   * Money moved between two money accounts; on its way to a bank it is in transit. `reference` is the slip
   * number.
   */
  SettlementBooked: z.object({
    ...{ entryId: id, from: z.string(), to: z.string(), fen, feeFen: fen },
    reference: z.string().optional(),
  }),
  /** A slip was a mistake; the money never moved. */
  SettlementReversed: z.object({ entryId: id, from: z.string(), to: z.string(), fen, reference: z.string() }),
  /** A bank line confirmed a slip; `differsFen` is the amount of the bank minus that of the slip. */
  TransitArrived: z.object({
    ...{ entryId: id, from: z.string(), to: z.string(), reference: z.string(), line: z.string() },
    ...{ fen, differsFen: fen },
  }),
} as const;
