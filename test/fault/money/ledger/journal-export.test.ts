import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  NoSuchUpload,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { journalExport } from '../../../../functions/money/ledger/journal-export.consumer.ts';
import { entries as entriesOf, journals } from '../../../../functions/money/ledger/ledger.store.ts';
import { type Entry, entryIdOf } from '../../../../functions/money/ledger/posting.ts';
import { hashOf } from '../../../../functions/money/ledger/seal.ts';
import type { StoredJournal } from '../../../../functions/money/ledger/stored-journal.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { get } from '../../../../shared/store/table.ts';
import { smallTable } from '../../small-table.ts';

const now = Temporal.Instant.from('2026-11-01T02:00:00Z');
const recordedAt = now.toString();
const of = { journalId: 'jnl_1', estateId: 'yg' };
let table: ReturnType<typeof smallTable>;
/** The parts of the file by number, and the complete file. */
let parts: Map<number, string>;
let file: string | undefined;
/** Whether the multipart upload no longer exists. */
let isGone = false;
const s3 = mockClient(S3Client);

/** Returns an entry of about twenty thousand bytes, on one of ten days. */
function largeEntry(nth: number): Entry {
  const day = `2026-10-${String(1 + Math.floor(nth / 90)).padStart(2, '0')}`;
  const pays = Array.from({ length: 190 }, (_, i) => ({ bill: { billId: `bil_${i}`, dueOn: day }, fen: 1 + i }));
  const entryId = entryIdOf(day, 'many', nth);
  const head = { entryId, estateId: 'yg', occurredOn: day, postedOn: day, reference: `r-${nth}`, description: '' };
  const at = new Date(Date.UTC(2026, 9, 1) + nth * 1_000).toISOString();
  return paymentEntry(
    { ...head, recordedAt: at },
    { payerId: `psn_${nth % 50}`, moneyAccount: 'assets:bank:icbc', fen: 20_000, pays },
  );
}
const all = Array.from({ length: 900 }, (_, nth) => largeEntry(nth));
const hold = (entries: readonly Entry[]) => {
  for (const entry of entries)
    table.hold(entriesOf, { estateId: 'yg', entryId: entry.entryId, entry, hash: hashOf(entry) });
};

beforeEach(() => {
  table = smallTable();
  vi.stubEnv('UPLOADS_BUCKET', 'uploads');
  [parts, file] = [new Map(), undefined];
  const asked = { requestedAt: recordedAt, requestedBy: 'li', updatedAt: recordedAt, version: 1 };
  const days = { from: '2026-10-01', to: '2026-10-31' };
  table.hold(journals, { ...of, ...days, ...asked, state: 'writing', entries: 0, bytes: 0, parts: [] });
  s3.reset();
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'up_1' });
  s3.on(UploadPartCommand).callsFake(({ PartNumber, Body }: { PartNumber: number; Body: string }) => {
    if (isGone) throw new NoSuchUpload({ message: 'gone', $metadata: {} });
    parts.set(PartNumber, Body);
    return { ETag: `"${PartNumber}"` };
  });
  s3.on(PutObjectCommand).callsFake(({ Body }: { Body: string }) => {
    file = Body;
    return {};
  });
  s3.on(CompleteMultipartUploadCommand).callsFake(({ MultipartUpload: { Parts } }) => {
    file = Parts.map(({ PartNumber }: { PartNumber: number }) => parts.get(PartNumber)).join('');
    return {};
  });
});

const journal = async (): Promise<StoredJournal> => {
  const found = await get(journals, { journalId: of.journalId });
  if (!found) throw new Error('no journal');
  return found;
};
/** Handles the message that starts the next slice. */
async function called(version?: number): Promise<void> {
  const event = eventOf({
    name: 'JournalContinued',
    data: { journalId: of.journalId, entries: 0 },
    estateId: 'yg',
    nth: 0,
    ...{
      act: { actor: { kind: 'system', id: 'journal-export' }, recordedAt },
      subject: { kind: 'journal', id: of.journalId },
    },
    version: version ?? (await journal()).version,
  });
  await journalExport.handle(event, now);
}
const idsIn = (text = '') => [...text.matchAll(/^\d{4}-\d{2}-\d{2} \* \((ent_\w+)\)/gm)].map(([, id]) => id);
const ids = all.map(({ entryId }) => entryId);

describe('the export of a month', () => {
  test('a month with few entries is one file', async () => {
    hold(all.slice(0, 3));
    await called();
    expect(await journal()).toMatchObject({ state: 'written', entries: 3, writtenThrough: '2026-10-31' });
    expect(idsIn(file)).toEqual(ids.slice(0, 3));
  });

  test('a month with many entries is written in parts that S3 accepts, each entry once and in order', async () => {
    hold(all);
    // The table returns a whole month at once here, so a slice ends after a page.
    await called();
    const first = await journal();
    expect(first).toMatchObject({ state: 'writing', entries: 900 });
    // The same message again changes nothing.
    await called(1);
    expect(await journal()).toEqual(first);
    await called();
    const done = await journal();
    expect(done).toMatchObject({ state: 'written', entries: 900, version: 3 });
    expect(idsIn(file)).toEqual(ids);
    expect(Buffer.byteLength(file ?? '')).toBe(done.bytes);
    for (const [number, part] of parts)
      if (number < parts.size) expect(Buffer.byteLength(part)).toBeGreaterThan(5_242_880);
  });

  test('a slice continues after the last written entry', async () => {
    hold(all.slice(0, 800));
    await called();
    // Entries posted meanwhile, after the last written one, go into the next part.
    hold(all.slice(800));
    await called();
    expect(idsIn(file)).toEqual(ids);
    expect(await journal()).toMatchObject({ state: 'written', entries: 900 });
  });

  test('an export starts again when its upload is gone, because an invocation ended it and died before it recorded that', async () => {
    hold(all);
    await called();
    isGone = true;
    await called();
    expect(await journal()).toMatchObject({ state: 'writing', entries: 0, parts: [] });
    isGone = false;
    await called();
    await called();
    expect(await journal()).toMatchObject({ state: 'written', entries: 900 });
    expect(idsIn(file)).toEqual(ids);
  });

  test('a failure of S3 is retried by the queue, and no progress is recorded', async () => {
    hold(all.slice(0, 3));
    s3.on(PutObjectCommand).rejectsOnce(new Error('slow down'));
    await expect(called()).rejects.toThrow('slow down');
    expect(await journal()).toMatchObject({ state: 'writing', version: 1 });
    await called();
    expect(await journal()).toMatchObject({ state: 'written' });
  });
});
