import * as z from 'zod';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { triageWordsSchema } from './estate-words.ts';
import { wordsOf } from './lexicon.ts';
import { hazardRules } from './rules/hazard-rules.ts';

const coreStays = problemKind('triage-core-stays', 400, {
  'zh-CN': '「{names}」属于紧急情况识别的核心规则，不能删除或停用。请从 removed 或 off 中去掉。',
  'zh-TW': '「{names}」屬於緊急情況識別的核心規則，不能刪除或停用。請從 removed 或 off 中去掉。',
  en: '{names} belong to the core rules of emergency triage and must stay. Take them out of removed or off.',
});

const policySchema = z.object({ triage: triageWordsSchema }).meta({ id: 'Policy' });

/**
 * Rejects a policy that removes a hazard word of a core rule or switches a core rule off (R74.1). Passes a
 * body that is no valid policy.
 * @throws Problem triage-core-stays.
 */
export function mustKeepCore(body: unknown): void {
  const policy = policySchema.safeParse(body);
  if (!policy.success) return;
  const core = hazardRules.filter((rule) => rule.core === true);
  const ids = new Set(core.map(({ id }) => id));
  const words = new Set(core.flatMap(({ states }) => wordsOf(states)));
  const { off, removed } = policy.data.triage;
  const names = [
    ...off.filter((id) => ids.has(id)),
    ...removed.filter((one) => wordsOf(one).some((w) => words.has(w))),
  ];
  if (names.length > 0) throw new Problem(coreStays, { names: names.slice(0, 10).join(', ') });
}
