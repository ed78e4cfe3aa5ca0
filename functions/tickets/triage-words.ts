import * as z from 'zod';
import { hazardClassSchema } from './hazard.ts';
import { cuts } from './triage-rules.ts';

const wordsSchema = z.array(z.string().min(1).max(40)).min(1).max(100);

/** What an estate adds to the rules of triage, takes out of them and switches off (R74.1). */
export const triageWordsSchema = z.strictObject({
  added: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.enum(['certain', 'suspected']), hazard: hazardClassSchema, words: wordsSchema }),
        z.strictObject({ kind: z.enum(cuts), words: wordsSchema }),
      ]),
    )
    .max(100)
    .default([]),
  /** Words that count no longer. Words of a core rule stay, whatever stands here. */
  removed: z.array(z.string().min(1).max(40)).max(200).default([]),
  /** Ids of rules that are switched off. Core rules stay on. */
  off: z.array(z.string().min(1).max(40)).max(100).default([]),
});
export type TriageWords = z.infer<typeof triageWordsSchema>;
