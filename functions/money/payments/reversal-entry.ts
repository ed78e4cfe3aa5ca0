import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { type Books, closedThroughNow, type Entry, entryWith, headOf, reversalOf } from '../ledger/public.ts';
import { recordedAt } from './in-the-books.ts';

/**
 * The mirror of an entry, booked today, and the entry itself. `nth` is its place among the entries of what happens. Its
 * number is `reference`, and without one that of the entry, which is right where no money moves. `onOwnDay`: on the day of
 * the entry while that is open (R21.4), so that the day is as if the entry had never been.
 * @throws Error when the books do not have the entry.
 */
export async function reversedOn(
  { books, today, act, description }: { books: Books; today: string; act: ActionContext; description: string },
  what: { estateId: string; entryId: string; nth: number; reference?: string; onOwnDay?: boolean },
): Promise<{ entry: Entry; mirror: Entry }> {
  const entry = await entryWith(what.estateId, what.entryId);
  if (!entry) throw new Error(`the books of ${what.estateId} have no ${what.entryId}`);
  const reference = what.reference ?? entry.reference;
  const at = recordedAt(act, what.nth);
  const isOpen = what.onOwnDay && entry.bookedOn > closedThroughNow(books).closedThrough;
  const occurredOn = isOpen ? entry.bookedOn : today;
  const { bookedOn } = headOf(books, { cause: [], occurredOn, recordedAt: at, reference, description });
  return { entry, mirror: reversalOf(entry, { bookedOn, recordedAt: at, reference, description }) };
}
