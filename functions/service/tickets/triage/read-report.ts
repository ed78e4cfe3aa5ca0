import type { Hit } from './lexicon.ts';
import type { Cut } from './rules/cuts.ts';
import type { SignRule } from './rules/signs.ts';

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
export interface Clause {
  readonly signs: Map<SignRule['sign'], Hit>;
  readonly cuts: Map<Cut, Hit>;
}

export interface Reading {
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

/** Words that make the hazard before them a proper name: "Flood Street", "Fire Horse restaurant". */
const venue =
  /^(?: (?!in |at |near |by |on |from |of |the |inside |behind |our |my |and )[a-z]+)? (?:street|road|avenue|cafe|restaurant|pub|club|gym|studio|salon|hotel|festival|plaza|band|chicken|hotpot)(?![a-z])|^[^了着在的,，。 ]{0,3}(?:乐园|餐厅|火锅|烧烤店|奶茶|酒吧|乐队|俱乐部|炸鸡|影城|健身房|桌游|密室|剧本杀)/;

/**
 * Removes words inside longer names ("fire" in "fire door") and returns them with the name that contains
 * them.
 */
export function withoutSwallowed(hits: readonly Hit[], text: string): { left: Hit[]; swallowed: Map<Hit, Hit> } {
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
export function withoutOwn(hits: readonly Hit[]): Hit[] {
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

/** Returns the clauses of a report with their signs, cuts and denials. */
export function readingOf(text: string, hits: readonly Hit[]): Reading {
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
