export { account, accountOf } from './account.ts';
export { mustCover } from './book.ts';
export { bookEntries, entryWith, keptOfPayer, keptOn, nextReceiptOf, openBooks, type Papers } from './book-entries.ts';
export {
  bookCharge,
  bookDeposit,
  bookDepositReturn,
  bookGivenUp,
  bookOverpaid,
  bookPayment,
  bookPrepaidUse,
  bookRefund,
  type OfBill,
} from './bookings.ts';
export { type Books, headOf } from './books.ts';
export type { RecordLine } from './close.ts';
export { type Bill as BookedBill, type Entry, reversalOf } from './posting.ts';
export { receiptText } from './receipt.ts';
export {
  type Deduction,
  deductionSchema,
  depositBack,
  type Refundable,
  refundableFen,
  refundableSchema,
  withRefund,
} from './refund.ts';
export { voidPapers } from './void-papers.ts';
