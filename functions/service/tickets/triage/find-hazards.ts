import type { Hit, Lexicon } from './lexicon.ts';
import type { Reading } from './read-report.ts';
import type { HazardRule } from './rules/hazard-rule.ts';

/** A hazard that a report names, with the words that name it. */
export interface Named {
  readonly rule: HazardRule;
  readonly parts: readonly Hit[];
}

/** Maximum distance in characters between a thing and its state. */
const reach = { chinese: 14, latin: 48 };

/** Returns true when two words are at most this many Chinese or Latin characters apart. */
export function isWithin(text: string, from: number, to: number, far: { chinese: number; latin: number }): boolean {
  if (to - from <= far.chinese) return true;
  if (to - from > far.latin) return false;
  const between = text.slice(from, to);
  const letters = between.replace(/[^\u4e00-\u9fff]/g, '').length;
  return letters * (far.latin / far.chinese) + (between.length - letters) <= far.latin;
}

/** Returns the named hazards: phrases, and things with a state nearby in either order. */
export function namedIn(hits: readonly Hit[], reading: Pick<Reading, 'text' | 'clause'>, lexicon: Lexicon): Named[] {
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
