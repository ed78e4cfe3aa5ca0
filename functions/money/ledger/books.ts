import * as z from 'zod';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, payerOfAccount } from './account.ts';
import { bookingDay, closingSchema } from './close.ts';
import { type Entry, type EntryHead, entryIdOf } from './posting.ts';

/** The books of an estate (账簿): since when they are kept, and how far they are closed. */
export const booksSchema = z.object({
  ...closingSchema.shape,
  openedOn: dateSchema,
  closedThrough: dateSchema,
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Books = z.infer<typeof booksSchema>;

/** Books that begin on the first of a day's month; version 0 until the first entry is in them. */
export function newBooks(estateId: string, day: string, now: string): Books {
  const openedOn = `${day.slice(0, 8)}01`;
  return { estateId, openedOn, closedThrough: addDays(openedOn, -1), updatedAt: now, version: 0 };
}

/** How far the books take nothing any more: what is being closed this moment counts as closed. */
export function closedThroughNow({ closing, closedThrough }: Books): { closedThrough: string } {
  return { closedThrough: closing ?? closedThrough };
}

/**
 * The head of an entry. `cause` is what brought it about (ids): the same cause on the same day is the same entry.
 * `occurredOn` is a day in the estate's zone, `recordedAt` an instant.
 */
export function headOf(
  books: Books,
  of: Pick<Entry, 'occurredOn' | 'recordedAt' | 'reference' | 'description' | 'receiptNumber'> & {
    cause: readonly (string | number)[];
  },
): EntryHead {
  const { cause, ...rest } = of;
  const day = bookingDay(of.occurredOn, closedThroughNow(books));
  return { ...rest, entryId: entryIdOf(day, ...cause), estateId: books.estateId, bookedOn: day };
}

/** The payer whose account an entry moves; undefined when it moves none. */
export function payerOf(entry: Entry): string | undefined {
  return entry.postings.map((posting) => payerOfAccount(posting.account)).find((payerId) => payerId !== undefined);
}

/** Accounts on which we keep money of payers: prepaid, on meters, deposits. */
export function isCustomerFunds(code: string): boolean {
  return accountOf(code).type === 'liability' && payerOfAccount(code) !== undefined;
}
