import * as z from 'zod';
import { hazardClassSchema } from '../hazard.ts';
import { cuts } from './rules/cuts.ts';

/** Words or phrases; `leak*` also matches "leaking". */
const wordsSchema = z.array(z.string().min(1).max(40)).min(1).max(100);

/** The words and rules of triage that an estate adds, removes and switches off (R74.1). */
export const triageWordsSchema = z
  .strictObject({
    /** Words that the estate added. */
    added: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.enum(['certain', 'suspected']), hazard: hazardClassSchema, words: wordsSchema }),
          z.strictObject({ kind: z.enum(cuts), words: wordsSchema }),
        ]),
      )
      .max(100)
      .default([]),
    /**
     * Words that no longer count. The policy rejects hazard words of core rules; other words of a core rule
     * stay in it.
     */
    removed: z.array(z.string().min(1).max(40)).max(200).default([]),
    /** Ids of rules that are switched off. The policy rejects core rules. */
    off: z.array(z.string().min(1).max(40)).max(100).default([]),
  })
  .meta({ id: 'TriageWords' });
export type TriageWords = z.infer<typeof triageWordsSchema>;

/**
 * Returns an estate's changes to the rules of triage, or undefined when it has none. `emergencyWords` of an
 * older policy become certain words of class `other`.
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
