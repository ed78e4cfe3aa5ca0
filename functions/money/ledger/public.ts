export { account, accountOf } from './account.ts';
export { mustCover } from './book.ts';
export { bookEntries, entryWith, fundsOfPayer, fundsOn, nextReceiptOf, openBooks } from './book-entries.ts';
export {
  bookCharge,
  bookCreditNote,
  bookDeposit,
  bookDepositReturn,
  bookGivenUp,
  bookIdentified,
  bookMeterUse,
  bookOverpaid,
  bookPayment,
  bookPrepaidUse,
  bookRefund,
  bookReturned,
  bookTakenOff,
  bookUnidentified,
} from './bookings.ts';
export { type Books, closedThroughNow, headOf } from './books.ts';
export { type Entry, type EntryHead, reversalOf } from './posting.ts';
export { receiptText } from './receipt.ts';
export { numberKey, referenceSchema } from './reference.ts';
export {
  deductionSchema,
  depositBack,
  withRefund,
} from './refund.ts';
export { assertOwnDrawer } from './settle.ts';
export { replaceReceipt, voidSourceDocuments } from './void-papers.ts';
