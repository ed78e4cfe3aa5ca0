import {
  type Triage,
  type TriageVerdict,
  type TriageWords,
  triage,
} from '../../../functions/service/tickets/public.ts';

/** A sentence with the label that experts gave it. */
export interface Labelled {
  readonly id: string;
  readonly lang: string;
  readonly class: string;
  readonly label: 'emergency' | 'suspected' | 'none';
  readonly text: string;
}

export interface Measured extends Labelled {
  readonly found: Triage;
}

/** Applies triage to every sentence. */
export function measured(rows: readonly Labelled[], words?: TriageWords): Measured[] {
  return rows.map((row) => ({ ...row, found: triage(row.text, words) }));
}

/** The share of the sentences with a label that got one of some verdicts, and its target. */
export interface Rate {
  readonly name: string;
  readonly hits: number;
  readonly of: number;
  readonly target: { readonly least: number } | { readonly most: number };
  readonly met: boolean;
}

/** Returns the four rates of triage. The target of a rate without sentences is met. */
export function ratesOf(rows: readonly Measured[]): Rate[] {
  const rate = (
    name: string,
    label: Labelled['label'],
    verdicts: readonly TriageVerdict[],
    target: Rate['target'],
  ): Rate => {
    const all = rows.filter((row) => row.label === label);
    const hits = all.filter(({ found }) => verdicts.includes(found.verdict)).length;
    const share = hits / all.length;
    const met = all.length === 0 || ('least' in target ? share >= target.least : share <= target.most);
    return { name, hits, of: all.length, target, met };
  };
  return [
    rate('certain or suspected on emergency', 'emergency', ['certain', 'suspected'], { least: 0.97 }),
    rate('certain on emergency', 'emergency', ['certain'], { least: 0.6 }),
    rate('certain on none', 'none', ['certain'], { most: 0.02 }),
    rate('suspected on none', 'none', ['suspected'], { most: 0.12 }),
  ];
}

/** Returns true for an emergency that was not recognised and for a harmless sentence that was raised. */
function isMiss({ label, found }: Measured): boolean {
  return label === 'none' ? found.verdict !== 'none' : found.verdict === 'none';
}

const percent = (hits: number, of: number) => (of === 0 ? '-' : `${((100 * hits) / of).toFixed(1)} %`);

function table(rows: readonly Measured[], by: 'class' | 'lang'): string[] {
  const groups = Map.groupBy(rows, (row) => `${row[by]}\t${row.label}`);
  const lines = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const [name = '', label = ''] = key.split('\t');
      const count = (verdict: TriageVerdict) => group.filter(({ found }) => found.verdict === verdict).length;
      const cells = [count('certain'), count('suspected'), count('none'), group.length].map((n) =>
        String(n).padStart(10),
      );
      return `${name.padEnd(36)}${label.padEnd(11)}${cells.join('')}`;
    });
  const heading = ['certain', 'suspected', 'none', 'all'].map((one) => one.padStart(10)).join('');
  return [`${by.padEnd(36)}${'label'.padEnd(11)}${heading}`, ...lines, ''];
}

function wordsOf({ found }: Measured): string {
  const judged = [...found.findings, ...found.cut.map((one) => ({ ...one, verdict: 'none' }))];
  if (judged.length === 0) return 'no hazard word';
  return judged
    .map(
      ({ hazard, verdict, words }) =>
        `${hazard} ${verdict}: ${words.map(({ text, role }) => `${text} (${role})`).join(', ')}`,
    )
    .join(' | ');
}

/**
 * Returns the printed report: verdicts by label, the rates,
 * and with `misses` each miss with the decisive words.
 */
export function report(rows: readonly Measured[], { misses }: { misses: boolean }): string {
  const rates = ratesOf(rows).map(({ name, hits, of, target, met }) => {
    const aim = 'least' in target ? `at least ${100 * target.least} %` : `at most ${100 * target.most} %`;
    return `${name.padEnd(36)}${`${hits} of ${of}`.padStart(12)}${percent(hits, of).padStart(10)}   ${aim}: ${met ? 'met' : 'MISSED'}`;
  });
  const missed = rows.filter(isMiss);
  const list = missed.flatMap((row) => [
    `${row.id} ${row.lang} ${row.class}: ${row.label}, judged ${row.found.verdict}`,
    `  ${row.text}`,
    `  ${wordsOf(row)}`,
  ]);
  const lines = [...table(rows, 'class'), ...table(rows, 'lang'), ...rates, ''];
  return `${[...lines, ...(misses ? [`misses: ${missed.length}`, ...list] : [])].join('\n')}\n`;
}
