import { toSimplified } from '../../../../shared/kernel/simplified.ts';
import type { TriageWords } from './estate-words.ts';
import { type CutRule, cutRules } from './rules/cuts.ts';
import type { HazardRule } from './rules/hazard-rule.ts';
import { hazardRules } from './rules/hazard-rules.ts';
import { type SignRule, signRules } from './rules/signs.ts';

/** The meaning of a word in the lexicon. */
type Meaning =
  | { readonly as: 'state' | 'thing'; readonly rule: number }
  | { readonly as: 'sign'; readonly sign: SignRule['sign'] }
  | { readonly as: 'cut'; readonly rule: CutRule };

interface Term {
  readonly text: string;
  /** Whether more letters may follow: "leak*" also matches "leaking". */
  readonly open: boolean;
  readonly meanings: Meaning[];
}

export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

export interface Lexicon {
  readonly rules: readonly HazardRule[];
  readonly terms: ReadonlyMap<string, readonly Term[]>;
}

/** Splits the comma-separated words of a rule. */
export function wordsOf(list: string): string[] {
  return list
    .split(',')
    .map((word) => plainText(word).trim())
    .filter((word) => word !== '');
}

/** Characters of spoken Cantonese and the characters that the rules use for them. */
const spokenAs: Readonly<Record<string, string>> = {
  唔: '不',
  冇: '没',
  喺: '在',
  咗: '了',
  嗰: '那',
  佢: '他',
  哋: '们',
  睇: '看',
  嘅: '的',
  嚟: '来',
  係: '是',
};

/** Normalises width, case, traditional characters, apostrophes, hyphens and runs of spaces. */
export function plainText(text: string): string {
  return toSimplified(text.normalize('NFKC').toLowerCase())
    .replace(/[唔冇喺咗嗰佢哋睇嘅嚟係]/g, (spoken) => spokenAs[spoken] ?? spoken)
    .replace(/['’‘`´]/g, '')
    .replace(/[-\s_/]+/g, (run) => (run.includes('\n') ? '\n' : ' '));
}

function lexiconOf(estate: TriageWords | undefined): Lexicon {
  const off = new Set(estate?.off);
  const removed = new Set(estate?.removed.flatMap(wordsOf));
  const terms = new Map<string, Term>();
  const add = (list: string, meaning: Meaning, keep: boolean) => {
    for (const word of wordsOf(list)) {
      if (!keep && removed.has(word)) continue;
      const term = terms.get(word) ?? { text: word.replace(/\*$/, ''), open: word.endsWith('*'), meanings: [] };
      term.meanings.push(meaning);
      terms.set(word, term);
    }
  };
  const rules: HazardRule[] = [];
  const own = (estate?.added ?? []).flatMap((one): HazardRule[] =>
    one.kind === 'certain' || one.kind === 'suspected'
      ? [{ id: 'estate', hazard: one.hazard, verdict: one.kind, states: one.words.join(',') }]
      : [],
  );
  for (const rule of [...hazardRules, ...own]) {
    if (off.has(rule.id) && rule.core !== true) continue;
    const at = rules.push(rule) - 1;
    add(rule.states, { as: 'state', rule: at }, rule.core === true);
    if (rule.things !== undefined) add(rule.things, { as: 'thing', rule: at }, rule.core === true);
  }
  for (const { sign, words } of signRules) add(words, { as: 'sign', sign }, false);
  const cuts = (estate?.added ?? []).flatMap((one): CutRule[] =>
    one.kind === 'certain' || one.kind === 'suspected'
      ? []
      : [{ id: 'estate', cut: one.kind, where: 'clause', words: one.words.join(',') }],
  );
  for (const rule of [...cutRules, ...cuts]) {
    if (!off.has(rule.id)) add(rule.words, { as: 'cut', rule }, false);
  }
  const byFirst = new Map<string, Term[]>();
  for (const term of terms.values()) {
    const first = term.text[0];
    if (first === undefined) continue;
    const there = byFirst.get(first);
    if (there) there.push(term);
    else byFirst.set(first, [term]);
  }
  return { rules, terms: byFirst };
}

let core: Lexicon | undefined;
const lexicons = new WeakMap<TriageWords, Lexicon>();

export function lexiconFor(estate: TriageWords | undefined): Lexicon {
  if (estate === undefined) {
    core ??= lexiconOf(undefined);
    return core;
  }
  const known = lexicons.get(estate) ?? lexiconOf(estate);
  lexicons.set(estate, known);
  return known;
}

const latin = /[a-z0-9]/;

/** Returns every word of the lexicon found in the text, in order of its start. */
export function hitsIn(text: string, { terms }: Lexicon): Hit[] {
  const hits: Hit[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const first = text[start] ?? '';
    const isLatin = latin.test(first);
    if (isLatin && latin.test(text[start - 1] ?? '')) continue;
    for (const term of terms.get(first) ?? []) {
      if (!text.startsWith(term.text, start)) continue;
      let end = start + term.text.length;
      if (latin.test(text[end - 1] ?? '') && latin.test(text[end] ?? '')) {
        // "someone's" is normalised to "someones": an s at the end does not make another word.
        const isPlural = term.text.length >= 3 && text[end] === 's' && !latin.test(text[end + 1] ?? '');
        if (isPlural) end += 1;
        else if (!term.open) continue;
        for (let more = 0; more < 6 && latin.test(text[end] ?? ''); more += 1) end += 1;
      }
      for (const meaning of term.meanings) hits.push({ start, end, meaning });
    }
  }
  return hits;
}
