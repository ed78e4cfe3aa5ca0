import type { ActionContext } from '../../../shared/events/catalogue.ts';
import {
  closedThroughNow,
  type Entry,
  entryHeader,
  type LedgerState,
  requireEntry,
  reversalOf,
} from '../ledger/public.ts';
import { recordedAt } from './entry-words.ts';

/**
 * Returns an entry and its reversal, posted today. `nth` is its number among the entries of the operation.
 * `reference` defaults to that of the entry, which is right when no money moves.
 * `onOwnDay` posts it on the entry's own day while that is open (R21.4), as if the entry had never been.
 * @throws Error when the ledger does not have the entry.
 */
export async function reverseEntry(
  { ledger, today, act, description }: { ledger: LedgerState; today: string; act: ActionContext; description: string },
  what: { estateId: string; entryId: string; nth: number; reference?: string; onOwnDay?: boolean },
): Promise<{ entry: Entry; mirror: Entry }> {
  const entry = await requireEntry(what.estateId, what.entryId);
  const reference = what.reference ?? entry.reference;
  const at = recordedAt(act, what.nth);
  const isOpen = what.onOwnDay && entry.postedOn > closedThroughNow(ledger).closedThrough;
  const occurredOn = isOpen ? entry.postedOn : today;
  const { postedOn } = entryHeader(ledger, { cause: [], occurredOn, recordedAt: at, reference, description });
  return { entry, mirror: reversalOf(entry, { postedOn, recordedAt: at, reference, description }) };
}
