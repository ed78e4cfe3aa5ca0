import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { bytesInJournal, journalOf, journalPart } from './journal.ts';
import { UploadGone, uploadNext } from './journal-parts.ts';
import { journals, orderInLedger } from './ledger.store.ts';
import type { Entry } from './posting.ts';
import { pagesOfEntries } from './read-ledger.ts';
import type { StoredJournal } from './stored-journal.ts';
import { neutralVouchers, voucherHead, vouchersOf } from './vouchers.ts';

/*
 * A month of a large estate has more entries than one response or invocation can hold, so the file is written
 * in slices.
 * Each slice is recorded together with an event that starts the next one. A repeated event finds a newer
 * version and does nothing.
 * An interrupted slice is uploaded again under the same part number.
 */

/** The minimum bytes of a slice except the last. S3 accepts no other part below five megabytes. */
const sliceBytes = 8 * 1024 * 1024;

interface Cause {
  id: string;
  recordedAt: string;
  version: number;
  data: { journalId: string };
}

async function continueExport(event: Cause, handling: Handling): Promise<void> {
  const before = await get(journals, event.data);
  if (!before) {
    log.warn('event of a journal that is not there', { eventId: event.id });
    return;
  }
  // The event belongs to one version of the journal. Another version means that the event is a duplicate.
  if (before.version !== event.version || before.state === 'written') return;
  const after = await nextSlice(before, handling.act);
  const { journalId, entries, bytes } = after;
  const transaction = new Transaction().once('ledger', handling.consumer, event).save(journals, after, before);
  if (after.state === 'written') {
    transaction.record(journals, after, 'JournalWritten', { journalId, entries, bytes }, handling.act);
  } else {
    transaction.record(journals, after, 'JournalContinued', { journalId, entries }, handling.act);
  }
  await transaction.commit();
}

async function nextSlice(before: StoredJournal, act: ActionContext): Promise<StoredJournal> {
  const { entries, isLast } = await sliceOf(before);
  const text = textOf(before, entries);
  const step = { updatedAt: act.recordedAt, version: before.version + 1 };
  const last = entries.at(-1);
  try {
    const uploaded = await uploadNext(before, text, isLast);
    return {
      ...before,
      ...uploaded,
      ...step,
      state: isLast ? 'written' : 'writing',
      ...(last && { after: orderInLedger(last) }),
      writtenThrough: isLast || !last ? before.to : last.postedOn,
      entries: before.entries + entries.length,
      bytes: before.bytes + Buffer.byteLength(text),
    };
  } catch (error) {
    if (!(error instanceof UploadGone)) throw error;
    const { uploadId: _, after: __, writtenThrough: ___, ...rest } = before;
    return { ...rest, ...step, parts: [], entries: 0, bytes: 0 };
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
    if (bytes >= sliceBytes) return { entries, isLast: false };
  }
  return { entries, isLast: true };
}

/** Writes the ledger of a span of days as a journal, slice by slice (D34). */
export const journalExport = consumer({
  name: 'journal-export',
  on: { JournalRequested: continueExport, JournalContinued: continueExport },
});
