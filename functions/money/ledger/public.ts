export { account, accountOf } from './account.ts';
export { mustCover } from './append-entry.ts';
export {
  chargeEntry,
  creditNoteEntry,
  depositEntry,
  depositReturnEntry,
  identifiedEntry,
  meterUseEntry,
  overpaymentEntry,
  paymentEntry,
  prepaidUseEntry,
  refundEntry,
  returnedEntry,
  takenOffEntry,
  unidentifiedEntry,
  writeOffEntry,
} from './entry-builders.ts';
export { accountFor, payerPath, spanOf, spanQuery } from './ledger-access.ts';
export { type Flaw, flawText } from './ledger-flaws.ts';
export { closedThroughNow, entryHeader, type LedgerState } from './ledger-state.ts';
export {
  fundsOfPayer,
  fundsOn,
  nextReceiptOf,
  openLedger,
  postEntries,
  requireEntry,
  Unposted,
} from './post-entries.ts';
export { type Entry, type EntryHead, reversalOf } from './posting.ts';
export { entriesOfPayer, lastSeal } from './read-ledger.ts';
export { receiptFor } from './read-receipt.ts';
export { receiptText } from './receipt.ts';
export type { Receipt } from './record-line.ts';
export { numberKey, referenceSchema } from './reference.ts';
export {
  deductionSchema,
  depositBack,
  withRefund,
} from './refund.ts';
export type { Seal } from './seal.ts';
export { sealNote } from './seal-note.ts';
export { assertOwnDrawer } from './settle.ts';
export { type StatementOnPaper, statementPage } from './statement.page.ts';
export { combinedStatementOf, statementsOf } from './statement.ts';
export { claimOf, everyLedger, usedBy, verifyLedgerState } from './verify-ledger.ts';
export { replaceReceipt, voidSourceDocuments } from './void-source-documents.ts';
