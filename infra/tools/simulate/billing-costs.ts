import type { CountedCost } from './counted-costs.ts';

/** Result of billing a month of some units: amounts in fen, times in seconds. */
export interface Billed {
  readonly units: number;
  readonly sold: number;
  readonly bills: number;
  readonly totalFen: number;
  /** Result of the recomputation. */
  readonly expected: { readonly bills: number; readonly fen: number };
  readonly differences: readonly string[];
  readonly isRehearsed: boolean;
  readonly seconds: Readonly<Record<'register' | 'dryRun' | 'drafting' | 'publishing' | 'telling', number>>;
  readonly costs: Readonly<Record<'drafting' | 'publishing', ReadonlyMap<string, CountedCost>>>;
}

/** Returns true when the dry run, the bills and the ledger agree with the recomputation. */
export function agrees({ bills, totalFen, expected, differences, isRehearsed }: Billed): boolean {
  return isRehearsed && bills === expected.bills && totalFen === expected.fen && differences.length === 0;
}

const counted = (n: number) => n.toLocaleString('en');
const yuan = (fen: number) => (fen / 100).toLocaleString('en', { minimumFractionDigits: 2 });
const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const rule = (figures: number, words = 1) => `|${' --- |'.repeat(words)}${' --: |'.repeat(figures)}`;

function resultRows(all: readonly Billed[]): string[] {
  const [first] = all;
  const each = ({ units, seconds }: Billed) => ((seconds.drafting + seconds.publishing) * 1_000) / units;
  const line = (what: string, of: (one: Billed) => string) => row(what, ...all.map(of));
  const took = (what: keyof Billed['seconds']) => (one: Billed) => one.seconds[what].toFixed(1);
  const ms = (what: keyof Billed['seconds']) => (one: Billed) => ((one.seconds[what] * 1_000) / one.units).toFixed(2);
  return [
    row('', ...all.map(({ units }) => `${counted(units)} units`)),
    rule(all.length),
    line('sold within the month', ({ sold }) => counted(sold)),
    line('bills', ({ bills }) => counted(bills)),
    line('total, yuan', ({ totalFen }) => yuan(totalFen)),
    line('recomputed, yuan', ({ expected }) => yuan(expected.fen)),
    line('bills, ledger and dry run', (one) => (agrees(one) ? 'the same to the fen' : 'DIFFERENT')),
    line('entering the register, s', took('register')),
    line('dry run, s', took('dryRun')),
    line('drafting, s', took('drafting')),
    line('publishing, s', took('publishing')),
    line('then, until every payer is notified or on the list, s', took('telling')),
    line('drafting, ms a unit', ms('drafting')),
    line('publishing, ms a unit', ms('publishing')),
    line('drafting and publishing a unit, relative to the first column', (one) =>
      first ? (each(one) / each(first)).toFixed(2) : '',
    ),
  ];
}

function costRows(all: readonly Billed[]): string[] {
  const figures = ({ units }: Billed, cost?: CountedCost) =>
    cost ? [cost.requests, cost.readUnits, cost.writeUnits].map((n) => (n / units).toFixed(3)) : ['', '', ''];
  const steps = (['drafting', 'publishing'] as const).flatMap((step) => {
    const workers = [...new Set(all.flatMap(({ costs }) => [...costs[step].keys()]))];
    return workers.map((who) => row(step, who, ...all.flatMap((one) => figures(one, one.costs[step].get(who)))));
  });
  const heads = all.flatMap(({ units }) => [`${counted(units)}: requests`, 'RCU', 'WCU']);
  return [row('step', 'worker', ...heads), rule(heads.length, 2), ...steps];
}

/** Returns both tables as markdown. */
export function tablesOf(all: readonly Billed[]): string {
  return [...resultRows(all), '', ...costRows(all), ''].join('\n');
}

/** Returns the page of `docs/api`. */
export function pageOf(all: readonly Billed[]): string {
  return `# What billing a month costs

Written by \`npm run bill-month -- FILE --units ${all.map(({ units }) => units).join()} --write\` against a running backend. The
command makes a register of so many units from a file of blocks of flats and bills October 2026. There is a fee by area,
whose price rises on the 21st, and a fixed fee. Some flats are sold on the 15th; the developer pays for unsold ones.
The command compares every bill and every ledger entry with an independent recomputation.

${resultRows(all).join('\n')}

The functions count their requests to DynamoDB, read units (RCU) and write units (WCU; transactions count double). The
figures are for one unit. Publishing includes its consequences: letters, deliveries by hand, use of prepaid money.

${costRows(all).join('\n')}
`;
}
