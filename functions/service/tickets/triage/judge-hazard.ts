import type { HazardClass } from '../hazard.ts';
import { isWithin, type Named } from './find-hazards.ts';
import type { Hit } from './lexicon.ts';
import type { Clause, Reading } from './read-report.ts';
import type { Cut } from './rules/cuts.ts';
import type { SignRule } from './rules/signs.ts';

export type TriageVerdict = 'certain' | 'suspected' | 'none';

/** A named hazard with its verdict and the words that decided. */
export interface Judged {
  readonly hazard: HazardClass;
  readonly verdict: TriageVerdict;
  readonly hits: readonly Hit[];
}

/** Cuts that make a hazard doubtful even where the report says that it is there, such as words of a drill. */
const doubtful: ReadonlySet<Cut> = new Set<Cut>(['drill', 'news', 'insurance', 'ended']);

/** Judges a named hazard by the signs, cuts and denials around it. */
export function judge({ rule, parts }: Named, reading: Reading): Judged {
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
export function touches({ meaning }: Hit, hazard: HazardClass): boolean {
  return meaning.as === 'cut' && (meaning.rule.hazards?.includes(hazard) ?? true);
}

/** Returns true when the named hazard has happened or is going on: 了 or 着 follows it. */
function isDone(text: string, end: number): boolean {
  return /^.?[了着啦]/.test(text.slice(end, end + 2)) || /[了着]/.test(text[end - 1] ?? '');
}

/** Maximum distance in characters between a denial and what it denies. */
const denialReach = { chinese: 5, latin: 22 };

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
