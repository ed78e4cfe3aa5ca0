import * as z from 'zod';
import { day, fen, id } from './parts.ts';

/** Events of the books. */
export const ledgerEvents = {
  BooksOpened: z.object({ from: day }),
  /** Close every day up to and with this one. */
  CloseRequested: z.object({ through: day }),
  /** A slice of the work of closing is done; there is more. */
  CloseContinued: z.object({ through: day }),
  DayClosed: z.object({ day, entries: z.number(), seal: z.string() }),
  /** The day does not agree, or money is in transit for too long (`transit` slips); it is open again. */
  CloseRefused: z.object({ day, differences: z.number(), gaps: z.number(), transit: z.number().optional() }),
  ReopeningAsked: z.object({ day }),
  DayReopened: z.object({ day, askedBy: id }),
  ChannelFileTaken: z.object({ fileId: id, account: z.string(), lines: z.number(), fen }),
  /** Its lines count no more. */
  ChannelFileWithdrawn: z.object({ fileId: id, account: z.string(), lines: z.number(), fen }),
  /** The books of some days are wanted as a journal. */
  JournalRequested: z.object({ journalId: id, from: day, to: day }),
  /** A slice of it is written; there is more. */
  JournalContinued: z.object({ journalId: id, entries: z.number() }),
  JournalWritten: z.object({ journalId: id, entries: z.number(), bytes: z.number() }),
  /** Money left a place for another; on its way to a bank it is in transit. `reference` is the number of the slip. */
  SettlementBooked: z.object({
    ...{ entryId: id, from: z.string(), to: z.string(), fen, feeFen: fen },
    reference: z.string().optional(),
  }),
  /** A slip was a mistake: the money never left. */
  SettlementReversed: z.object({ entryId: id, from: z.string(), to: z.string(), fen, reference: z.string() }),
  /** A line of the bank proved a slip; `differsFen` is how much more (or less) the bank says than the slip. */
  TransitArrived: z.object({
    ...{ entryId: id, from: z.string(), to: z.string(), reference: z.string(), line: z.string() },
    ...{ fen, differsFen: fen },
  }),
} as const;
