import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays, daysOf, monthsOf, type Span } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { voucherFormatSchema } from './vouchers.ts';

/** The most days of one journal. */
const mostDays = 366;

const monthSchema = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/);

/** What a file holds: a journal of plain-text accounting, or vouchers for an accounting program (CSV). */
const formatSchema = z.enum(['journal', 'vouchers']);

/** The ledger days to export: a month, or a first and a last day. Vouchers are of one month. */
export const newJournalSchema = z
  .strictObject({
    month: monthSchema.optional(),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    format: formatSchema.default('journal'),
  })
  .refine(({ month, format }) => format === 'journal' || month !== undefined, {
    path: ['month'],
    message: 'vouchers are numbered by month: give month',
  })
  .refine(({ month, from, to }) => (month === undefined ? from !== undefined && to !== undefined : !from && !to), {
    path: ['month'],
    message: 'give month, or from and to',
  })
  .meta({ id: 'ExportJournalBody' });

const badDays = problemKind('journal-days', 400, {
  'zh-CN': '日期段须从早到晚，且不超过 {most} 天。请修改 from 和 to。',
  'zh-TW': '日期段須從早到晚，且不超過 {most} 天。請修改 from 和 to。',
  en: 'The days must go forward and be at most {most}. Correct from and to.',
});

/** Returns the requested days. @throws Problem `journal-days`. */
export function daysWanted({ month, from = `${month}-01`, to }: z.output<typeof newJournalSchema>): Span {
  const last = to ?? monthsOf({ from, to: addDays(from, 31) })[0]?.to ?? from;
  if (last < from || daysOf({ from, to: last }) > mostDays) throw new Problem(badDays, { most: mostDays });
  return { from, to: last };
}

/** A journal export of a span of ledger days, with its progress. */
export const journalSchema = z
  .object({
    journalId: z.string(),
    estateId: z.string(),
    from: dateSchema,
    to: dateSchema,
    format: formatSchema.default('journal'),
    state: z.enum(['writing', 'written']),
    /** The last day written; absent at the beginning. */
    writtenThrough: dateSchema.optional(),
    /** Number of journal entries. */
    entries: z.number().int(),
    bytes: z.number().int(),
    /** Vouchers of a closed month: the number of their batch. Its exports have the same bytes (R31.6). */
    batch: z.string().optional(),
    /** How many vouchers the file has, and the sum of their debits, fen. */
    voucherCount: z.int().optional(),
    debitFen: fenSchema.optional(),
    /** SHA-256 of a written file of vouchers. */
    sha256: z.string().optional(),
    /** Set when the file differs from the first export of its batch. Somebody then changed closed entries. */
    differs: z.literal(true).optional(),
    requestedAt: z.string(),
    requestedBy: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'JournalRecord' });

export const storedJournalSchema = journalSchema
  .extend({
    /** The sort key of the last written entry: the next slice begins after it. */
    after: z.string().optional(),
    /** The multipart upload and the tag of each part. A small file is uploaded in one piece. */
    uploadId: z.string().optional(),
    parts: z.array(z.string()).max(10_000),
    /** How vouchers are written, as it was set when they were requested. */
    vouchers: voucherFormatSchema.optional(),
  })
  .meta({ id: 'StoredJournal' });
export type StoredJournal = z.infer<typeof storedJournalSchema>;

/** Returns the key and the type of the journal file, and the name under which a browser saves it. */
export function journalFile(of: Pick<StoredJournal, 'estateId' | 'journalId' | 'from' | 'to' | 'format'>) {
  const { estateId, journalId, from, to, format } = of;
  const ending = format === 'vouchers' ? 'csv' : 'journal';
  const fileName = `${estateId}-${from}-${to}.${ending}`;
  const contentType = `text/${format === 'vouchers' ? 'csv' : 'plain'}; charset=utf-8`;
  return { key: `journals/${estateId}/${journalId}.${ending}`, contentType, fileName };
}
