import * as z from 'zod';
import { day, fen, id } from './parts.ts';

const ofPayee = { payeeId: id, purposes: z.array(z.string()) };
const ofPayOut = { payOutId: id, kind: z.string(), fen, payeeId: id.optional() };

/** Events of the ledger. */
export const ledgerEvents = {
  BooksOpened: z.object({ from: day }),
  /** Requests the close of every day through `through`. */
  CloseRequested: z.object({ through: day }),
  /** A slice of the close is done; more days remain. */
  CloseContinued: z.object({ through: day }),
  /**
   * At a close cash and banks are short of the money of others by `shortFen` (R25.6); by `wasShortFen` at the
   * close before.
   */
  OthersMoneyShort: z.object({ day, shortFen: fen, moneyFen: fen, wasShortFen: fen.optional() }),
  /** At a close money of a third party is held for more than one cycle, and was not before (R25.4). */
  AgencyMoneyHeldTooLong: z.object({ day, feeItemId: id, fen }),
  DayClosed: z.object({ day, entries: z.number(), seal: z.string() }),
  /** The day does not agree, or `transit` slips are in transit for too long. The day is open again. */
  CloseRefused: z.object({
    day,
    differences: z.number(),
    gaps: z.number(),
    transit: z.number().optional(),
    drawers: z.number().optional(),
  }),
  /** Requests the check of a billing month before its close (R22.4). */
  PeriodCloseRequested: z.object({ closeId: id, month: z.string() }),
  /** A slice of the check is done; more units remain. */
  PeriodCheckContinued: z.object({ closeId: id, units: z.number() }),
  /** The check is done. `openRows` need an acceptance before the month closes. */
  PeriodChecked: z.object({ closeId: id, month: z.string(), openRows: z.number() }),
  /** An unpublished billing run has the month, so it cannot close. */
  PeriodCloseBlocked: z.object({ closeId: id, month: z.string(), runId: id }),
  PeriodDifferencesAccepted: z.object({ closeId: id, month: z.string(), rows: z.number() }),
  PeriodClosed: z.object({ closeId: id, month: z.string(), requestedBy: id }),
  PeriodCloseWithdrawn: z.object({ closeId: id, month: z.string() }),
  PeriodReopened: z.object({ closeId: id, month: z.string() }),
  ReopeningAsked: z.object({ day }),
  DayReopened: z.object({ day, askedBy: id }),
  ChannelFileTaken: z.object({ fileId: id, account: z.string(), lines: z.number(), fen }),
  /** The lines of a withdrawn statement no longer count. */
  ChannelFileWithdrawn: z.object({ fileId: id, account: z.string(), lines: z.number(), fen }),
  /** Requests a journal of a span of ledger days. */
  JournalRequested: z.object({ journalId: id, from: day, to: day }),
  /** A slice of the journal is written; more entries remain. */
  JournalContinued: z.object({ journalId: id, entries: z.number() }),
  JournalWritten: z.object({ journalId: id, entries: z.number(), bytes: z.number() }),
  /**
   * Money moved between two money accounts. Money sent to a bank is in transit. `reference` is the number of
   * the slip.
   */
  SettlementBooked: z.object({
    entryId: id,
    from: z.string(),
    to: z.string(),
    fen,
    feeFen: fen,
    reference: z.string().optional(),
  }),
  /** A slip was a mistake: the money never left. */
  SettlementReversed: z.object({ entryId: id, from: z.string(), to: z.string(), fen, reference: z.string() }),
  /**
   * A bank statement line confirmed a slip. `differsFen` is the amount of the line minus that of the slip.
   */
  TransitArrived: z.object({
    entryId: id,
    from: z.string(),
    to: z.string(),
    reference: z.string(),
    line: z.string(),
    fen,
    differsFen: fen,
  }),
  /** A drawer was counted. `differenceFen` is counted minus expected. */
  DrawerCounted: z.object({ countId: id, cashierId: id, day, countedFen: fen, differenceFen: fen }),
  DrawerCountWitnessed: z.object({ countId: id, cashierId: id, day }),
  DrawerOffered: z.object({ handoverId: id, from: id, to: id, day }),
  /** Both cashiers counted. The difference stays with the outgoing one. */
  DrawerHandedOver: z.object({ handoverId: id, from: id, to: id, acceptedFen: fen, differenceFen: fen }),
  /** With this cash the drawer has more than its maximum; `depositFen` should go to the bank (R20.8). */
  DrawerDepositAsked: z.object({ cashierId: id, day, fen, maximumFen: fen, depositFen: fen }),
  /** After its time, takings of the day are still in the drawer (`fen`), or nobody counted it (`isOpen`). */
  DrawerOverdue: z.object({ cashierId: id, day, fen, isOpen: z.boolean() }),
  /** Nobody has cleared a difference for longer than the estate allows (R20.5). */
  DrawerDifferenceOld: z.object({ differenceId: id, cashierId: id, day, fen, ageDays: z.number() }),
  DrawerClearingAsked: z.object({ differenceId: id, cashierId: id, fen, as: z.string() }),
  DrawerClearingRefused: z.object({ differenceId: id, cashierId: id, fen }),
  PayeeAsked: z.object(ofPayee),
  /** Another person approved a payee, or another account of a payee. */
  PayeeApproved: z.object(ofPayee),
  PayeeRefused: z.object(ofPayee),
  PayOutAsked: z.object(ofPayOut),
  PayOutApproved: z.object(ofPayOut),
  PayOutRefused: z.object(ofPayOut),
  /** Money of the company left its bank account. */
  PayOutPaid: z.object(ofPayOut),
  /** The bank sent the money back. */
  PayOutReturned: z.object(ofPayOut),
  DrawerDifferenceCleared: z.object({ differenceId: id, cashierId: id, fen, as: z.string(), entryId: id }),
} as const;
