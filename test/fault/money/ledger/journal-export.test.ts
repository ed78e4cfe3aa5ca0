import { createHash, randomUUID } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchUpload,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { journalExport } from '../../../../functions/money/ledger/journal-export.consumer.ts';
import { entries as entriesOf, journals } from '../../../../functions/money/ledger/ledger.store.ts';
import { type Entry, entryIdOf } from '../../../../functions/money/ledger/posting.ts';
import { hashOf } from '../../../../functions/money/ledger/seal.ts';
import type { StoredJournal } from '../../../../functions/money/ledger/stored-journal.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { get } from '../../../../shared/store/table.ts';
import { emptyTables, store } from '../../real-table.ts';

const now = Temporal.Instant.from('2026-12-01T02:00:00Z');
const recordedAt = now.toString();
let journalId = '';
/** The parts of the file by number, and the complete file. */
let parts: Map<number, string>;
let file: string | undefined;
/** Whether the multipart upload no longer exists. */
let isGone = false;
const s3 = mockClient(S3Client);

/** Returns an entry of about twenty-five thousand bytes. */
function largeEntry(day: string, nth: number): Entry {
  const billId = (i: number) => `bil_${i}`.padEnd(64, 'x');
  const pays = Array.from({ length: 199 }, (_, i) => ({ bill: { billId: billId(i), dueOn: day }, fen: 1 + i }));
  const entryId = entryIdOf(day, 'many', nth);
  const head = { entryId, estateId: 'yg', occurredOn: day, postedOn: day, reference: `r-${nth}`, description: '' };
  const at = new Date(Date.parse(day) + nth * 1_000).toISOString();
  return paymentEntry(
    { ...head, recordedAt: at },
    { payerId: `psn_${nth % 50}`, moneyAccount: 'assets:bank:icbc', fen: 19_900, pays },
  );
}
/** Ids of the posted entries by month, in the order of the ledger. */
const posted: Record<string, string[]> = { '2026-10': [], '2026-11': [] };
async function post(day: string, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, nth) => largeEntry(day, nth));
  posted[day.slice(0, 7)]?.push(...all.map(({ entryId }) => entryId));
  await Promise.all(
    all.map((entry) => store(entriesOf, { estateId: 'yg', entryId: entry.entryId, entry, hash: hashOf(entry) })),
  );
}

beforeAll(async () => {
  vi.stubEnv('UPLOADS_BUCKET', 'uploads');
  await emptyTables('owners', 'ledger');
  for (let day = 1; day <= 9; day += 1) await post(`2026-10-0${day}`, 50);
  await post('2026-11-01', 3);
});
beforeEach(() => {
  isGone = false;
  [parts, file] = [new Map(), undefined];
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

/** Orders the journal of a month, of which nothing is written. */
async function ordered(month: '2026-10' | '2026-11', format: StoredJournal['format'] = 'journal'): Promise<void> {
  journalId = randomUUID();
  const asked = { requestedAt: recordedAt, requestedBy: 'li', updatedAt: recordedAt, version: 1 };
  const empty = { format, state: 'writing' as const, entries: 0, bytes: 0, parts: [] };
  await store(journals, { journalId, estateId: 'yg', from: `${month}-01`, to: `${month}-30`, ...asked, ...empty });
}
const journal = async (): Promise<StoredJournal> => {
  const found = await get(journals, { journalId });
  if (!found) throw new Error('no journal');
  return found;
};
/** Handles the message that starts the next slice. */
async function called(version?: number): Promise<void> {
  const event = eventOf({
    name: 'JournalContinued',
    data: { journalId, entries: 0 },
    estateId: 'yg',
    nth: 0,
    act: { actor: { kind: 'system', id: 'journal-export' }, recordedAt },
    subject: { kind: 'journal', id: journalId },
    version: version ?? (await journal()).version,
  });
  await journalExport.handle(event, now);
}
const calledToTheEnd = async () => {
  while ((await journal()).state !== 'written') await called();
};
const idsIn = (text = '') => [...text.matchAll(/^\d{4}-\d{2}-\d{2} \* \((ent_\w+)\)/gm)].map(([, id]) => id);

describe('the export of a month', () => {
  test('a month with few entries is one file', async () => {
    await ordered('2026-11');
    await called();
    expect(await journal()).toMatchObject({ state: 'written', entries: 3, writtenThrough: '2026-11-30' });
    expect(idsIn(file)).toEqual(posted['2026-11']);
  });

  test('a month with many entries is written in parts that S3 accepts, each entry once and in order', async () => {
    await ordered('2026-10');
    await called();
    const first = await journal();
    expect(first.state).toBe('writing');
    expect(first.entries).toBeLessThan(400);
    // The same message again changes nothing.
    await called(1);
    expect(await journal()).toEqual(first);
    // Entries posted meanwhile, after the last written one, go into the next part.
    await post('2026-10-10', 5);
    await calledToTheEnd();
    const done = await journal();
    expect(done).toMatchObject({ state: 'written', entries: 455, version: 3 });
    expect(idsIn(file)).toEqual(posted['2026-10']);
    expect(Buffer.byteLength(file ?? '')).toBe(done.bytes);
    for (const [number, part] of parts)
      if (number < parts.size) expect(Buffer.byteLength(part)).toBeGreaterThan(5_242_880);
  });

  test('an export starts again when its upload is gone, because an invocation ended it and died before it recorded that', async () => {
    await ordered('2026-10');
    await called();
    isGone = true;
    await called();
    expect(await journal()).toMatchObject({ state: 'writing', entries: 0, parts: [] });
    isGone = false;
    await calledToTheEnd();
    expect(await journal()).toMatchObject({ state: 'written', entries: posted['2026-10']?.length });
    expect(idsIn(file)).toEqual(posted['2026-10']);
  });

  test('R31.6 vouchers that are written in parts have the hash of the whole file, their number and their sum', async () => {
    s3.on(GetObjectCommand).callsFake(() => ({
      Body: { transformToWebStream: () => new Blob([file ?? '']).stream() },
    }));
    await ordered('2026-10', 'vouchers');
    await called();
    expect((await journal()).sha256).toBeUndefined();
    await calledToTheEnd();
    const { sha256, voucherCount, debitFen, entries } = await journal();
    expect(sha256).toBe(
      createHash('sha256')
        .update(file ?? '')
        .digest('hex'),
    );
    expect([voucherCount, debitFen]).toEqual([entries, entries * 19_900]);
    expect(parts.size).toBeGreaterThan(1);
  });

  test('a failure of S3 is retried by the queue, and no progress is recorded', async () => {
    await ordered('2026-11');
    s3.on(PutObjectCommand).rejectsOnce(new Error('slow down'));
    await expect(called()).rejects.toThrow('slow down');
    expect(await journal()).toMatchObject({ state: 'writing', version: 1 });
    await called();
    expect(await journal()).toMatchObject({ state: 'written' });
  });
});
