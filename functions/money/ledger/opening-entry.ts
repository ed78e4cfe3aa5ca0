import { account, accountOf } from './account.ts';
import { type Entry, type EntryHead, mustBeEntry, type Posting, sumFen } from './posting.ts';

/**
 * Returns the entry of an opening balance (期初余额, R30.1). What the postings do not balance goes to opening
 * equity (4104).
 * @throws RangeError for an account of income or expense, which an opening never moves (R30.3).
 */
export function openingEntry(head: EntryHead, postings: readonly Posting[]): Entry {
  for (const { account: code } of postings) {
    const { type } = accountOf(code);
    if (type !== 'asset' && type !== 'liability') throw new RangeError(`an opening does not move ${code}`);
  }
  const plug = { account: account.opening(), fen: 0 - sumFen(postings.map(({ fen }) => fen)) };
  const entry: Entry = { ...head, kind: 'opening', postings: [...postings, plug] };
  mustBeEntry(entry);
  return entry;
}
