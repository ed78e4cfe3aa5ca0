import { toSimplified } from '../../../shared/kernel/simplified.ts';
import { type HazardClass, hazardClasses } from './hazard.ts';
import type { Cut } from './triage-cuts.ts';
import { type CutRule, cutRules, type HazardRule, hazardRules, type SignRule, signRules } from './triage-rules.ts';
import type { TriageWords } from './triage-words.ts';

export type TriageVerdict = 'certain' | 'suspected' | 'none';

/** A word that contributed to the verdict: its text as written, and its role. */
export interface DecidingWord {
  readonly text: string;
  readonly role: 'hazard' | 'thing' | SignRule['sign'] | Cut;
}

export interface Finding {
  readonly hazard: HazardClass;
  readonly verdict: 'certain' | 'suspected';
  readonly words: readonly DecidingWord[];
}

/** A hazard that was named but removed by a cut. The words include those of the cut. */
export interface CutFinding {
  readonly hazard: HazardClass;
  readonly words: readonly DecidingWord[];
}

export interface Triage {
  readonly verdict: TriageVerdict;
  /** One for each class, the strongest first. */
  readonly findings: readonly Finding[];
  /** One for each class that is not among the findings. */
  readonly cut: readonly CutFinding[];
}

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

interface Hit {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

interface Lexicon {
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
function plainText(text: string): string {
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

function lexiconFor(estate: TriageWords | undefined): Lexicon {
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
function hitsIn(text: string, { terms }: Lexicon): Hit[] {
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

/** Boundaries between clauses. A full stop within a number is none. */
const boundary =
  /[，。；！？,;!?…:：\n()（）「」“”"]+|\.(?=\s|$)|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff0-9])|(?<=[0-9]) (?=[\u4e00-\u9fff])| (?=but |however |though |although )|(?=但是|不过|可是|然而|结果)|(?<!不)(?=但)/g;

/** Returns the clause number at each index of the text. */
function clausesOf(text: string): Uint16Array {
  const clause = new Uint16Array(text.length + 1);
  let number = 0;
  let from = 0;
  for (const match of text.matchAll(boundary)) {
    clause.fill(number, from, match.index + match[0].length);
    from = match.index + match[0].length;
    number += 1;
  }
  clause.fill(number, from);
  return clause;
}

/** The signs and cuts of a clause. */
interface Clause {
  readonly signs: Map<SignRule['sign'], Hit>;
  readonly cuts: Map<Cut, Hit>;
}

interface Reading {
  readonly text: string;
  /** The clause number at each index of the text. */
  readonly clause: Uint16Array;
  readonly clauses: readonly Clause[];
  /** Denials, which count only close before a hazard. */
  readonly denials: readonly Hit[];
  readonly frames: readonly Hit[];
  readonly plea: Hit | undefined;
  readonly urgent: Hit | undefined;
}

interface Named {
  readonly rule: HazardRule;
  readonly parts: readonly Hit[];
}

/** Maximum distance in characters between a thing and its state, and between a denial and what it denies. */
const reach = { chinese: 14, latin: 48 };
const denialReach = { chinese: 5, latin: 22 };

function isWithin(text: string, from: number, to: number, far: { chinese: number; latin: number }): boolean {
  if (to - from <= far.chinese) return true;
  if (to - from > far.latin) return false;
  const between = text.slice(from, to);
  const letters = between.replace(/[^\u4e00-\u9fff]/g, '').length;
  return letters * (far.latin / far.chinese) + (between.length - letters) <= far.latin;
}

/** Returns the named hazards: phrases, and things with a state nearby in either order. */
function namedIn(hits: readonly Hit[], reading: Pick<Reading, 'text' | 'clause'>, lexicon: Lexicon): Named[] {
  const { text, clause } = reading;
  const named: Named[] = [];
  const states = new Map<number, Hit[]>();
  const things = new Map<number, Hit[]>();
  for (const hit of hits) {
    const { meaning } = hit;
    if (meaning.as !== 'state' && meaning.as !== 'thing') continue;
    const of = meaning.as === 'state' ? states : things;
    const list = of.get(meaning.rule);
    if (list) list.push(hit);
    else of.set(meaning.rule, [hit]);
  }
  for (const [at, found] of states) {
    const rule = lexicon.rules[at];
    if (!rule) continue;
    if (rule.things === undefined) {
      for (const hit of found) named.push({ rule, parts: [hit] });
      continue;
    }
    const beside = things.get(at) ?? [];
    let next = 0;
    for (const state of found) {
      while ((beside[next]?.start ?? Number.POSITIVE_INFINITY) < state.start) next += 1;
      // Tries the nearest things before and after, because things may overlap each other and the state.
      for (const thing of [-1, -2, -3, 0, 1, 2].map((step) => beside[next + step])) {
        if (!thing || (thing.start < state.end && state.start < thing.end)) continue;
        const [first, second] = thing.start < state.start ? [thing, state] : [state, thing];
        const apart = Math.abs((clause[first.start] ?? 0) - (clause[second.start] ?? 0));
        if (apart > 1 || (apart === 1 && rule.within === 'clause')) continue;
        if (!isWithin(text, first.end, second.start, reach)) continue;
        named.push({ rule, parts: [first, second] });
        break;
      }
    }
  }
  return named;
}

/** Words that make the hazard before them a proper name: "Flood Street", "Fire Horse restaurant". */
const venue =
  /^(?: (?!in |at |near |by |on |from |of |the |inside |behind |our |my |and )[a-z]+)? (?:street|road|avenue|cafe|restaurant|pub|club|gym|studio|salon|hotel|festival|plaza|band|chicken|hotpot)(?![a-z])|^[^了着在的,，。 ]{0,3}(?:乐园|餐厅|火锅|烧烤店|奶茶|酒吧|乐队|俱乐部|炸鸡|影城|健身房|桌游|密室|剧本杀)/;

/**
 * Removes words inside longer names ("fire" in "fire door") and returns them with the name that contains
 * them.
 */
function withoutSwallowed(hits: readonly Hit[], text: string): { left: Hit[]; swallowed: Map<Hit, Hit> } {
  const swallowed = new Map<Hit, Hit>();
  const left: Hit[] = [];
  let name: Hit | undefined;
  const names = hits.filter(({ meaning }) => meaning.as === 'cut' && meaning.rule.where === 'name');
  let next = 0;
  for (const hit of hits) {
    while (names[next] !== undefined && (names[next]?.start ?? 0) <= hit.start) {
      const one = names[next];
      if (one && (name === undefined || one.end >= name.end)) name = one;
      next += 1;
    }
    if (hit.meaning.as === 'cut' && hit.meaning.rule.where === 'name') continue;
    if (hit.meaning.as === 'state' && venue.test(text.slice(hit.end, hit.end + 30))) continue;
    // Cuts of a whole clause stay, but "要是" in "主要是" is no hypothesis.
    const isFrame =
      hit.meaning.as === 'cut' && hit.meaning.rule.where === 'clause' && hit.meaning.rule.cut !== 'hypothesis';
    const isShorter = !isFrame && name && hit.end - hit.start < name.end - name.start;
    if (name && isShorter && name.start <= hit.start && hit.end <= name.end) swallowed.set(hit, name);
    else left.push(hit);
  }
  return { left, swallowed };
}

/** Removes cuts inside a hazard's own words ("not breathing", "关不上"), because they deny nothing. */
function withoutOwn(hits: readonly Hit[]): Hit[] {
  let reachedTo = -1;
  const own: Hit[] = [];
  for (const hit of hits) {
    if (hit.meaning.as !== 'state') continue;
    if (hit.end > reachedTo) own.push(hit);
    reachedTo = Math.max(reachedTo, hit.end);
  }
  let next = 0;
  let state: Hit | undefined;
  return hits.filter((hit) => {
    while ((own[next]?.start ?? Number.POSITIVE_INFINITY) <= hit.start) {
      state = own[next];
      next += 1;
    }
    if (hit.meaning.as !== 'cut') return true;
    return !(state && state.start <= hit.start && hit.end <= state.end);
  });
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

interface Judged {
  readonly hazard: HazardClass;
  readonly verdict: TriageVerdict;
  readonly hits: readonly Hit[];
}

/** Cuts in other clauses that also apply to a hazard when nothing shows that it is happening now. */
const frames: ReadonlySet<Cut> = new Set<Cut>([
  'drill',
  'news',
  'insurance',
  'price',
  'question',
  'past',
  'ended',
  'equipment',
  'name',
]);
/** The frames that make even a present hazard doubtful. */
const doubtful: ReadonlySet<Cut> = new Set<Cut>(['drill', 'news', 'insurance', 'ended']);

function judge({ rule, parts }: Named, reading: Reading): Judged {
  const { hazard } = rule;
  const [first = parts[0], last = first] = [parts[0], parts.at(-1)];
  if (!first || !last) return { hazard, verdict: 'none', hits: [] };
  const own = [...new Set(parts.map(({ start }) => reading.clause[start] ?? 0))].flatMap(
    (number) => reading.clauses[number] ?? [],
  );
  const near = [reading.clause[first.start] ?? 0, reading.clause[last.start] ?? 0];
  const around = [Math.min(...near) - 1, ...near, Math.max(...near) + 1].flatMap(
    (number) => reading.clauses[number] ?? [],
  );
  const signIn = (clauses: readonly Clause[], sign: SignRule['sign']) =>
    clauses.map(({ signs }) => signs.get(sign)).find((hit) => hit !== undefined);
  const evidence = (['now', 'severe', 'person', 'place', 'present'] as const).flatMap(
    (sign) => signIn(own, sign) ?? signIn(around, sign) ?? [],
  );
  const isNow = signIn(own, 'now') !== undefined || isDone(reading.text, last.end);
  const isSevere = signIn(own, 'severe') !== undefined;
  const urgent = signIn(around, 'urgent') ?? reading.plea;
  const words = (...more: (Hit | undefined)[]) => [...parts, ...more.filter((hit) => hit !== undefined)];
  const judged = (verdict: TriageVerdict, ...more: (Hit | undefined)[]): Judged => ({
    hazard,
    verdict,
    hits: words(...more),
  });

  const denial = denialOf(parts, reading);
  if (denial) return judged('none', denial);
  const ended = own.map(({ cuts }) => cuts.get('ended')).find((hit) => hit !== undefined);
  if (ended) return signIn(own, 'again') ? judged('suspected', ended, signIn(own, 'again')) : judged('none', ended);
  for (const clause of own) {
    for (const [cut, hit] of clause.cuts) {
      if (cut === 'ended' || (rule.immune?.includes(cut) ?? false)) continue;
      if (cut === 'hypothesis' && hit.start > last.end) continue;
      if (!touches(hit, hazard)) continue;
      const now = cut === 'past' || cut === 'question' ? (signIn(own, 'now') ?? signIn(own, 'again')) : undefined;
      if (reading.plea) return judged('suspected', hit, reading.plea);
      return now ? judged('suspected', hit, now) : judged('none', hit);
    }
  }
  const doubt = signIn(own, 'hedge');
  const frame = reading.frames.find(
    (hit) => touches(hit, hazard) && !own.some(({ cuts }) => [...cuts.values()].includes(hit)),
  );
  const frameCut = frame?.meaning.as === 'cut' ? frame.meaning.rule.cut : undefined;
  if (frame && frameCut && !isNow && !isSevere && !urgent) return judged('none', frame);
  if (doubt && !reading.plea) return judged('suspected', doubt);
  if (frame && frameCut && doubtful.has(frameCut) && !urgent) return judged('suspected', frame);
  if (rule.verdict === 'suspected') {
    return reading.plea && rule.weak !== true && (isNow || isSevere)
      ? judged('certain', ...evidence, reading.plea)
      : judged('suspected', ...evidence);
  }
  const bare = reading.text.trim().length <= last.end - first.start + 4;
  return isNow || isSevere || urgent || evidence.length > 0 || bare
    ? judged('certain', ...evidence, urgent)
    : judged('suspected');
}

/** Returns true when a cut applies to this class. */
function touches({ meaning }: Hit, hazard: HazardClass): boolean {
  return meaning.as === 'cut' && (meaning.rule.hazards?.includes(hazard) ?? true);
}

/** Returns true when the named hazard has happened or is going on: 了 or 着 follows it. */
function isDone(text: string, end: number): boolean {
  return /^.?[了着啦]/.test(text.slice(end, end + 2)) || /[了着]/.test(text[end - 1] ?? '');
}

/** Returns the denial close before one of the parts, within its clause, if any. */
function denialOf(parts: readonly Hit[], { text, clause, denials }: Reading): Hit | undefined {
  for (const part of parts) {
    let low = 0;
    let high = denials.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((denials[middle]?.end ?? 0) <= part.start) low = middle + 1;
      else high = middle;
    }
    const denial = denials[low - 1];
    if (!denial || clause[denial.start] !== clause[part.start]) continue;
    const between = text.slice(denial.end, part.start);
    const adjacent = denial.meaning.as === 'cut' && denial.meaning.rule.where === 'adjacent';
    if (
      adjacent
        ? between === ''
        : isWithin(text, denial.end, part.start, denialReach) && !/ (and|so|because|since) /.test(between)
    )
      return denial;
  }
  return undefined;
}

function readingOf(text: string, hits: readonly Hit[]): Reading {
  const clause = clausesOf(text);
  const clauses: Clause[] = Array.from({ length: (clause[text.length] ?? 0) + 1 }, () => ({
    signs: new Map(),
    cuts: new Map(),
  }));
  const denials: Hit[] = [];
  const found: Hit[] = [];
  let plea: Hit | undefined;
  let urgent: Hit | undefined;
  for (const hit of hits) {
    const here = clauses[clause[hit.start] ?? 0];
    const { meaning } = hit;
    if (meaning.as === 'sign') {
      if (!here?.signs.has(meaning.sign)) here?.signs.set(meaning.sign, hit);
      if (meaning.sign === 'plea') plea ??= hit;
      if (meaning.sign === 'urgent') urgent ??= hit;
    }
    if (meaning.as !== 'cut') continue;
    const { cut, where } = meaning.rule;
    if (where === 'before' || where === 'adjacent') {
      denials.push(hit);
      continue;
    }
    if (!here?.cuts.has(cut)) here?.cuts.set(cut, hit);
    if (frames.has(cut) && found.length < 8) found.push(hit);
  }
  denials.sort((a, b) => a.end - b.end);
  return { text, clause, clauses, denials, frames: found, plea, urgent };
}

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
