export { account, accountOf, balanceKey, payerOfAccount, receivableKeys } from './account.ts';
export { mustCover } from './append-entry.ts';
export { beginOpening, carrySlip, cutOverOf, endOpening, knownEntries } from './carry-over.ts';
export { postingDay } from './close-day.ts';
export { ledgerFor } from './close-ledger.ts';
export { commonCostEntry, commonFeeEntry, commonIncomeEntry, commonUseEntry } from './common-income-entries.ts';
export { addOpenRows, keepAcceptance } from './decide-period.ts';
export { countsOfDay } from './drawer.store.ts';
export {
  bounceEntry,
  chargeEntry,
  creditNoteEntry,
  depositEntry,
  depositRestoredEntry,
  depositReturnEntry,
  identifiedEntry,
  meterUseEntry,
  overpaymentEntry,
  paymentEntry,
  prepaidUseEntry,
  recognitionEntry,
  recoveryEntry,
  refundEntry,
  refundReturnedEntry,
  returnedEntry,
  takenOffEntry,
  taxPointEntry,
  unidentifiedEntry,
  writeOffEntry,
} from './entry-builders.ts';
export { ledgerPolicy } from './ledger.policy.ts';
export { orderInLedger } from './ledger.store.ts';
export { accountFor, payerPath, seesMoneyOfOthers, spanOf, spanQuery } from './ledger-access.ts';
export { type Flaw, flawText } from './ledger-flaws.ts';
export { closedThroughNow, entryHeader, type LedgerState } from './ledger-state.ts';
export {
  carryNumbers,
  isNumberRange,
  isOldInvoice,
  isOldReceipt,
  numberedDocuments,
  rangesOverlap,
} from './old-numbers.ts';
export { passOverDesk } from './open-drawer.ts';
export { openingEntry } from './opening-entry.ts';
export { latestCloseOf, moveMonth, mustNotBeShut, openRows, periodCloses } from './period-close.store.ts';
export type { OpenRow, PeriodClose } from './period-close.ts';
export {
  fundsOfPayer,
  fundsOn,
  nextReceiptOf,
  openLedger,
  postEntries,
  requireEntry,
  Unposted,
} from './post-entries.ts';
export { dayOfEntry, type Entry, type EntryHead, reversalOf, sumFen } from './posting.ts';
export {
  balancesOn,
  closedBalances,
  entriesOfPayer,
  lastSeal,
  pagesOfEntries,
  sourceDocumentsOfDay,
} from './read-ledger.ts';
export { receiptFor } from './read-receipt.ts';
export { receiptGaps, receiptText } from './receipt.ts';
export type { Receipt } from './record-line.ts';
export { numberKey, referenceSchema } from './reference.ts';
export {
  deductionSchema,
  depositBack,
  withRefund,
} from './refund.ts';
export type { Seal } from './seal.ts';
export { sealNote } from './seal-note.ts';
export { remunerationEntry, serviceCostEntry } from './service-fund-entries.ts';
export { assertOwnDrawer } from './settle.ts';
export { type StatementOnPaper, statementPage } from './statement.page.ts';
export { combinedStatementOf, statementsOf } from './statement.ts';
export { supplierOf } from './supplier.ts';
export { splitVat } from './vat.ts';
export { taxPointOf, VatOfPeriod } from './vat-period.ts';
export type { Earned } from './vat-postings.ts';
export {
  percentSchema,
  type Taxed,
  taxCodeSchema,
  taxedSchema,
  taxIn,
  taxpayerOn,
  usualVatClass,
  type VatClass,
  type VatSettings,
  type VatTerms,
  vatClassSchema,
  vatTermsOn,
} from './vat-rates.ts';
export { agencyClaimOf, claimOf, everyLedger, usedBy, verifyLedgerState } from './verify-ledger.ts';
export { replaceReceipt, voidBouncedReceipt, voidSourceDocuments } from './void-source-documents.ts';
export { accountInChart } from './vouchers.ts';
