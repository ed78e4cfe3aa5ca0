import { consumer } from '../../../shared/events/consumer.ts';
import { inSlices } from '../../../shared/events/slices.ts';
import { partBytes, UploadGone, uploadNext } from '../../../shared/files/file-parts.ts';
import { bytesInJournal, journalOf, journalPart } from './journal.ts';
import { journals, orderInLedger } from './ledger.store.ts';
import type { Entry } from './posting.ts';
import { pagesOfEntries } from './read-ledger.ts';
import { journalFile, type StoredJournal } from './stored-journal.ts';
import { neutralVouchers, voucherHead, vouchersOf } from './vouchers.ts';

/*
 * A month of a large estate has more entries than one response or invocation can hold, so the file is written
 * in slices, each a part of the upload. An interrupted slice is uploaded again under the same part number.
 */

const continueExport = inSlices({
  kind: journals,
  last: 'written',
  next: nextSlice,
  record: (transaction, after, act) => {
    const { journalId, entries, bytes, state } = after;
    if (state === 'written') transaction.record(journals, after, 'JournalWritten', { journalId, entries, bytes }, act);
    else transaction.record(journals, after, 'JournalContinued', { journalId, entries }, act);
  },
});

async function nextSlice(before: StoredJournal): Promise<StoredJournal> {
  const { entries, isLast } = await sliceOf(before);
  const text = textOf(before, entries);
  const last = entries.at(-1);
  try {
    const uploaded = await uploadNext(journalFile(before), before, text, isLast);
    return {
      ...before,
      ...uploaded,
      state: isLast ? 'written' : 'writing',
      ...(last && { after: orderInLedger(last) }),
      writtenThrough: isLast || !last ? before.to : last.postedOn,
      entries: before.entries + entries.length,
      bytes: before.bytes + Buffer.byteLength(text),
    };
  } catch (error) {
    if (!(error instanceof UploadGone)) throw error;
    const { uploadId: _, after: __, writtenThrough: ___, ...rest } = before;
    return { ...rest, parts: [], entries: 0, bytes: 0 };
  }
}

/** Returns the next part of the file. */
function textOf({ format, vouchers = neutralVouchers, parts, entries: written }: StoredJournal, entries: Entry[]) {
  const isFirst = parts.length === 0;
  if (format === 'vouchers') {
    return `${isFirst ? voucherHead(vouchers) : ''}${vouchersOf(entries, vouchers, written + 1)}`;
  }
  return isFirst ? journalOf(entries) : `\n${journalPart(entries)}`;
}

/** Reads entries from where the journal ends: enough for a part, or all that remain. */
async function sliceOf(journal: StoredJournal): Promise<{ entries: Entry[]; isLast: boolean }> {
  const entries: Entry[] = [];
  let bytes = 0;
  for await (const page of pagesOfEntries(journal.estateId, journal, journal.after)) {
    entries.push(...page);
    for (const entry of page) bytes += bytesInJournal(entry);
    if (bytes >= partBytes) return { entries, isLast: false };
  }
  return { entries, isLast: true };
}

/** Writes the ledger of a span of days as a journal, slice by slice (D34). */
export const journalExport = consumer({
  name: 'journal-export',
  on: { JournalRequested: continueExport, JournalContinued: continueExport },
});
