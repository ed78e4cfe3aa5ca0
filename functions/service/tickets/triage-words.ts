import * as z from 'zod';
import { hazardClassSchema } from './hazard.ts';
import { cuts } from './triage-cuts.ts';

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
  /** Words that count no longer. The policy refuses hazard words of core rules; other words of a core rule stay in it. */
  removed: z.array(z.string().min(1).max(40)).max(200).default([]),
  /** Ids of rules that are switched off. The policy refuses core rules. */
  off: z.array(z.string().min(1).max(40)).max(100).default([]),
});
export type TriageWords = z.infer<typeof triageWordsSchema>;

/**
 * Returns what an estate changes in the rules of triage; undefined when it changes nothing. The emergency words of an older
 * policy name an emergency of no class in particular.
 */
export function triageWordsOf(policy: {
  readonly emergencyWords: readonly string[];
  readonly triage: TriageWords;
}): TriageWords | undefined {
  const { emergencyWords, triage } = policy;
  if (emergencyWords.length + triage.added.length + triage.removed.length + triage.off.length === 0) return undefined;
  const named = { kind: 'certain' as const, hazard: 'other' as const, words: [...emergencyWords] };
  return { ...triage, added: emergencyWords.length > 0 ? [...triage.added, named] : triage.added };
}
