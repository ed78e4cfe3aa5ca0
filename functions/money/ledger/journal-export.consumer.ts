import { consumer } from '../../../shared/events/consumer.ts';
import { inSlices } from '../../../shared/events/slices.ts';
import { partBytes, sha256Of, sha256OfFile, UploadGone, uploadNext } from '../../../shared/files/file-parts.ts';
import { bytesInJournal, journalOf, journalPart } from './journal.ts';
import { journals, orderInLedger } from './ledger.store.ts';
import { type Entry, sumFen } from './posting.ts';
import { pagesOfEntries } from './read-ledger.ts';
import { inOrder } from './statement.ts';
import { journalFile, type StoredJournal } from './stored-journal.ts';
import { batchOf, voucherBatches } from './voucher-batch.ts';
import {
  DayVouchers,
  debitsOf,
  neutralVouchers,
  type Voucher,
  type VoucherFormat,
  voucherHead,
  voucherOfEntry,
  voucherRows,
} from './vouchers.ts';

/*
 * A month of a large estate has more entries than one response or invocation can hold, so the file is written
 * in slices, each a part of the upload. An interrupted slice is uploaded again under the same part number.
 */

const continueExport = inSlices({
  kind: journals,
  last: 'written',
  next: nextSlice,
  record: async (transaction, after, act) => {
    const { journalId, entries, bytes, state } = after;
    if (state !== 'written') {
      transaction.record(journals, after, 'JournalContinued', { journalId, entries }, act);
      return;
    }
    transaction.record(journals, after, 'JournalWritten', { journalId, entries, bytes }, act);
    const { estateId, batch: number, sha256, voucherCount: vouchers = 0, debitFen = 0 } = after;
    const batch = number === undefined ? undefined : await batchOf(estateId, monthOf(after));
    if (!batch || batch.written || sha256 === undefined) return;
    const first = { text: 'attribute_not_exists(written)' };
    transaction.put(voucherBatches, { ...batch, written: { sha256, vouchers, debitFen } }, first);
  },
});

const monthOf = ({ from }: StoredJournal) => from.slice(0, 'YYYY-MM'.length);

async function nextSlice(before: StoredJournal): Promise<StoredJournal> {
  const piece = await pieceOf(before);
  const { text, last, isLast } = piece;
  try {
    const uploaded = await uploadNext(journalFile(before), before, text, isLast);
    const after: StoredJournal = {
      ...before,
      ...uploaded,
      state: isLast ? 'written' : 'writing',
      ...(last && { after: orderInLedger(last) }),
      writtenThrough: isLast || !last ? before.to : last.postedOn,
      entries: before.entries + piece.entries,
      bytes: before.bytes + Buffer.byteLength(text),
    };
    return before.format === 'vouchers' ? await withVouchers(after, piece) : after;
  } catch (error) {
    if (!(error instanceof UploadGone)) throw error;
    const { uploadId: _, after: __, writtenThrough: ___, voucherCount: ____, debitFen: _____, ...rest } = before;
    return { ...rest, parts: [], entries: 0, bytes: 0 };
  }
}

/** A part of the file: its text, and what is in it. */
interface Piece {
  readonly text: string;
  readonly entries: number;
  readonly last?: Entry | undefined;
  readonly isLast: boolean;
  readonly vouchers: readonly Voucher[];
}

/** Counts the vouchers of a part. The last part gives the hash of the file, which its batch always has. */
async function withVouchers(after: StoredJournal, { text, vouchers, isLast }: Piece): Promise<StoredJournal> {
  const { estateId, voucherCount = 0, debitFen = 0, parts, batch } = after;
  const counted = { voucherCount: voucherCount + vouchers.length, debitFen: sumFen([debitFen, debitsOf(vouchers)]) };
  if (!isLast) return { ...after, ...counted };
  const sha256 = parts.length === 0 ? sha256Of(text) : await sha256OfFile(journalFile(after));
  const before = batch === undefined ? undefined : (await batchOf(estateId, monthOf(after)))?.written?.sha256;
  const isOther = before !== undefined && before !== sha256;
  return { ...after, ...counted, sha256, ...(isOther && { differs: true as const }) };
}

/** Returns the next part of the file. */
async function pieceOf(before: StoredJournal): Promise<Piece> {
  const { format, vouchers: asked = neutralVouchers, parts, voucherCount = 0 } = before;
  const isFirst = parts.length === 0;
  if (format === 'journal') {
    const { entries, isLast } = await sliceOf(before);
    const text = isFirst ? journalOf(entries) : `\n${journalPart(entries)}`;
    return { text, entries: entries.length, last: entries.at(-1), isLast, vouchers: [] };
  }
  const { vouchers, ...rest } = asked.summing === 'day' ? await daysOf(before, asked) : await vouchersIn(before, asked);
  const text = `${isFirst ? voucherHead(asked) : ''}${voucherRows(vouchers, asked, voucherCount + 1)}`;
  return { ...rest, vouchers, text };
}

/** Returns the vouchers of the next entries, one for each. */
async function vouchersIn(before: StoredJournal, format: VoucherFormat): Promise<Omit<Piece, 'text'>> {
  const { entries, isLast } = await sliceOf(before);
  const vouchers = inOrder(entries).map((entry) => voucherOfEntry(entry, format));
  return { entries: entries.length, last: entries.at(-1), isLast, vouchers };
}

/** Returns the vouchers of all days. They are few, so one part has all of them. */
async function daysOf(journal: StoredJournal, format: VoucherFormat): Promise<Omit<Piece, 'text'>> {
  const days = new DayVouchers(format);
  let entries = 0;
  for await (const page of pagesOfEntries(journal.estateId, journal)) {
    days.add(page);
    entries += page.length;
  }
  return { entries, isLast: true, vouchers: days.all() };
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
