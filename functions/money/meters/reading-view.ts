import * as z from 'zod';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { heldReadingSchema } from './account-fold.ts';
import { entriesOf } from './day-of-entries.ts';
import type { DayRead } from './read-account.ts';
import { type JudgedReading, type ReadingEntry, readBySchema, readingSchema } from './reading.ts';

/** A reading as the API answers it, with its result. */
export const readingViewSchema = z
  .object({
    readingId: z.string(),
    meterId: z.string(),
    takenAt: z.string(),
    /** Reading of the meter, a decimal. */
    value: z.string(),
    by: readBySchema,
    change: readingSchema.shape.change,
    registers: readingSchema.shape.registers,
    /** The first reading, from which usage counts; counted; held for review; reversed. */
    state: z.enum(['base', 'counted', 'held', 'reversed']),
    /** Why it is held. */
    why: heldReadingSchema.shape.why.optional(),
    /** Usage since the last counted reading, in units of the meter. */
    use: z.string().optional(),
    /** Id of that last counted reading. */
    since: z.string().optional(),
    /** Who reversed it, and why. */
    reversal: z.object({ by: z.string(), reason: z.string() }).optional(),
  })
  .meta({ id: 'Reading' });
export type ReadingView = z.infer<typeof readingViewSchema>;

/** Returns a reading with its result. */
export function viewOf(
  { id: readingId, kind: _, ...reading }: ReadingEntry,
  judged: JudgedReading | undefined,
  reversal?: { by: string; reason: string },
): ReadingView {
  if (!judged) return { readingId, ...reading, state: 'reversed', ...(reversal && { reversal }) };
  if (judged.state === 'held') return { readingId, ...reading, state: 'held', why: judged.why };
  if (judged.state === 'base') return { readingId, ...reading, state: 'base' };
  return { readingId, ...reading, state: 'counted', use: judged.use, since: judged.since.id };
}

/** Returns the readings of a day, reversed ones included, in order of time. */
export function readingsOf({ entries, steps }: DayRead, zone: string): (ReadingView & { at: string; id: string })[] {
  const judged = new Map(steps.flatMap((step) => (step.judged ? [[step.judged.entry.id, step.judged] as const] : [])));
  const reversals = new Map(entries.reversals.map(({ reverses, by, reason }) => [reverses, { by, reason }]));
  return entriesOf(entries, zone)
    .flatMap((entry) => {
      if (entry.kind !== 'reading') return [];
      const view = viewOf(entry, judged.get(entry.id), reversals.get(entry.id));
      return [{ ...view, at: entry.takenAt, id: entry.id }];
    })
    .sort((a, b) => compareInstants(a.at, b.at) || (a.id < b.id ? -1 : 1));
}
