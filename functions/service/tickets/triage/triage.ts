import { type HazardClass, hazardClasses } from '../hazard.ts';
import type { TriageWords } from './estate-words.ts';
import { namedIn } from './find-hazards.ts';
import { type Judged, judge, type TriageVerdict, touches } from './judge-hazard.ts';
import { type Hit, hitsIn, lexiconFor, plainText } from './lexicon.ts';
import { readingOf, withoutOwn, withoutSwallowed } from './read-report.ts';
import type { Cut } from './rules/cuts.ts';
import type { SignRule } from './rules/signs.ts';

/**
 * A word of the report that contributed to the verdict: its text as written, and its role. It names a
 * hazard, or a thing that is a hazard only in some state (`thing`). Or it is a sign or a cut, which make a
 * hazard more or less likely.
 */
export interface DecidingWord {
  readonly text: string;
  readonly role: 'hazard' | 'thing' | SignRule['sign'] | Cut;
}

/** A hazard that the words of a report name as certain or suspected. */
export interface Finding {
  readonly hazard: HazardClass;
  readonly verdict: 'certain' | 'suspected';
  readonly words: readonly DecidingWord[];
}

/** A hazard that the report names and a cut takes back. The words include those of the cut. */
export interface CutFinding {
  readonly hazard: HazardClass;
  readonly words: readonly DecidingWord[];
}

/** The verdict on a report, with what led to it. */
export interface Triage {
  readonly verdict: TriageVerdict;
  /** One finding for each hazard class that the report names, the strongest first. */
  readonly findings: readonly Finding[];
  /** One for each hazard class that the report names only to deny it. */
  readonly cut: readonly CutFinding[];
}

const roleOf = ({ meaning }: Hit): DecidingWord['role'] => {
  switch (meaning.as) {
    case 'state':
      return 'hazard';
    case 'thing':
      return 'thing';
    case 'sign':
      return meaning.sign;
    case 'cut':
      return meaning.rule.cut;
  }
};

const wordOf = (hit: Hit, original: string): DecidingWord => ({
  text: original.slice(hit.start, hit.end),
  role: roleOf(hit),
});

const strength: Readonly<Record<TriageVerdict, number>> = { certain: 2, suspected: 1, none: 0 };

const lengthOf = ({ hits: [first] }: Judged) => (first ? first.end - first.start : 0);

/**
 * Judges the danger in a report (R74.1): certain, suspected or none for each hazard class, with the deciding
 * words. Takes time linear in the length of the text.
 */
export function triage(text: string, estate?: TriageWords): Triage {
  const lexicon = lexiconFor(estate);
  const plain = plainText(text);
  const original = originalOf(text, plain);
  const { left, swallowed } = withoutSwallowed(hitsIn(plain, lexicon), plain);
  const hits = withoutOwn(left);
  const reading = readingOf(plain, hits);
  const best = new Map<HazardClass, Judged>();
  const keep = (judged: Judged) => {
    const there = best.get(judged.hazard);
    // Of two equal verdicts, keep the one with the longer first word, which is more specific.
    const gain = there ? strength[judged.verdict] - strength[there.verdict] || lengthOf(judged) - lengthOf(there) : 1;
    if (gain > 0) best.set(judged.hazard, judged);
  };
  const named = namedIn(hits, reading, lexicon);
  for (const one of named) if (one.rule.weak !== true) keep(judge(one, reading));
  for (const [hit, name] of swallowed) {
    const rule = hit.meaning.as === 'state' ? lexicon.rules[hit.meaning.rule] : undefined;
    if (rule && rule.things === undefined && !best.has(rule.hazard)) {
      best.set(rule.hazard, { hazard: rule.hazard, verdict: 'none', hits: [hit, name] });
    }
  }
  const cutHits = reading.clauses.flatMap(({ cuts }) => [...cuts.values()]);
  const harmless = new Set(hazardClasses.filter((hazard) => cutHits.some((hit) => touches(hit, hazard))));
  const isFound = () => [...best.values()].some(({ verdict }) => verdict !== 'none');
  if (reading.plea && !isFound()) {
    best.set('person', { hazard: 'person', verdict: 'suspected', hits: [reading.plea] });
  }
  // Weak signs count only where nothing stronger was found and no cut makes the report harmless.
  if (!isFound()) {
    for (const one of named) if (one.rule.weak === true && !harmless.has(one.rule.hazard)) keep(judge(one, reading));
  }
  if (reading.urgent && !reading.plea && !harmless.has('other') && best.size === 0) {
    best.set('other', { hazard: 'other', verdict: 'suspected', hits: [reading.urgent] });
  }
  // No list has every danger: a statement that something happens to people, with nothing routine, is
  // suspected.
  const isRoutine = reading.clauses.some(({ signs }) => signs.has('routine'));
  const event = reading.clauses.map(({ signs }) => signs.get('event')).find((hit) => hit !== undefined);
  if (best.size === 0 && !isRoutine && cutHits.length === 0 && event) {
    best.set('other', { hazard: 'other', verdict: 'suspected', hits: [event] });
  }
  const ranked = hazardClasses
    .flatMap((hazard) => best.get(hazard) ?? [])
    .toSorted((a, b) => strength[b.verdict] - strength[a.verdict]);
  const findings: Finding[] = [];
  const cut: CutFinding[] = [];
  for (const { hazard, verdict, hits: deciding } of ranked) {
    const words = [...new Set(deciding)].map((hit) => wordOf(hit, original));
    if (verdict === 'none') cut.push({ hazard, words });
    else findings.push({ hazard, verdict, words });
  }
  return { verdict: findings[0]?.verdict ?? 'none', findings, cut };
}

/** Returns the text as written if it has the length of the plain text, else the plain text. */
function originalOf(text: string, plain: string): string {
  return text.length === plain.length ? text : plain;
}
