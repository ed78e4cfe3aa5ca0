import * as z from 'zod';
import { addDays, daysOf, monthsOf, type Span } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** More days than this are asked for in more than one journal. */
const mostDays = 366;

const monthSchema = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/);

/** Which days of the books: a month, or the first and the last of some days. */
export const newJournalSchema = z
  .strictObject({ month: monthSchema.optional(), from: dateSchema.optional(), to: dateSchema.optional() })
  .refine(({ month, from, to }) => (month === undefined ? from !== undefined && to !== undefined : !from && !to), {
    path: ['month'],
    message: 'a month, or from and to',
  });

const badDays = problemKind('journal-days', 400, {
  'zh-CN': '日期段须从早到晚，且不超过 {most} 天。',
  'zh-TW': '日期段須從早到晚，且不超過 {most} 天。',
  en: 'The days must go forward, and be no more than {most}.',
});

/** The days that are asked for. @throws Problem 400 `journal-days`. */
export function daysWanted({ month, from = `${month}-01`, to }: z.output<typeof newJournalSchema>): Span {
  const last = to ?? monthsOf({ from, to: addDays(from, 31) })[0]?.to ?? from;
  if (last < from || daysOf({ from, to: last }) > mostDays) throw new Problem(badDays, { most: mostDays });
  return { from, to: last };
}

/** The books of some days as a journal of plain-text accounting: how far it is written, and where it is when it is. */
export const journalSchema = z.object({
  journalId: z.string(),
  estateId: z.string(),
  from: dateSchema,
  to: dateSchema,
  state: z.enum(['writing', 'written']),
  /** The day up to which it is written; absent at the beginning. */
  writtenThrough: dateSchema.optional(),
  entries: z.number().int(),
  bytes: z.number().int(),
  requestedAt: z.string(),
  requestedBy: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
});

export const storedJournalSchema = journalSchema.extend({
  /** The place in the lists of the books after which the next slice begins. */
  after: z.string().optional(),
  /** The upload of a file in parts, with the tag of each; a small one goes in one piece. */
  uploadId: z.string().optional(),
  parts: z.array(z.string()).max(10_000),
});
export type StoredJournal = z.infer<typeof storedJournalSchema>;

/** Where the file of a journal lies, and the name under which it is saved. */
export function journalFile(of: Pick<StoredJournal, 'estateId' | 'journalId' | 'from' | 'to'>) {
  const { estateId, journalId, from, to } = of;
  return { key: `journals/${estateId}/${journalId}.journal`, fileName: `${estateId}-${from}-${to}.journal` };
}
