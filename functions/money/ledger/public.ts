export { account, accountOf, vatPercentOf } from './account.ts';
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
export { ledgerPolicy } from './ledger.policy.ts';
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
export { lastSeal } from './read-ledger.ts';
export { receiptText } from './receipt.ts';
export { numberKey, referenceSchema } from './reference.ts';
export {
  deductionSchema,
  depositBack,
  withRefund,
} from './refund.ts';
export type { Seal } from './seal.ts';
export { sealNote } from './seal-note.ts';
export { assertOwnDrawer } from './settle.ts';
export { splitVat } from './vat.ts';
export { taxPointOf } from './vat-period.ts';
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
export { claimOf, everyLedger, usedBy, verifyLedgerState } from './verify-ledger.ts';
export { replaceReceipt, voidSourceDocuments } from './void-source-documents.ts';
