import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountInChart, sumFen } from '../ledger/public.ts';

const sidesSchema = z
  .object({ debitFen: fenSchema.min(0), creditFen: fenSchema.min(0) })
  .meta({ id: 'DebitAndCredit' });
type Sides = z.infer<typeof sidesSchema>;

const balancesSchema = z.object({
  /** Before the first day. */
  opening: sidesSchema,
  /** What the days changed, net. The report `account-balances` has the turnover of each side. */
  moved: sidesSchema,
  /** At the end of the last day. */
  closing: sidesSchema,
});

/** The trial balance (余额表) of closed days, from the balances that the closes stored. */
export const trialBalanceSchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    accounts: z.array(
      z.object({
        account: z.string(),
        /** Number in the chart of accounts of the estate. */
        number: z.string(),
        name: z.string(),
        ...balancesSchema.shape,
      }),
    ),
    /** The sums of all accounts: debit equals credit. */
    totals: balancesSchema,
  })
  .meta({ id: 'TrialBalance' });
export type TrialBalance = z.infer<typeof trialBalanceSchema>;

const sides = (fen: number): Sides => ({ debitFen: Math.max(0, fen), creditFen: Math.max(0, -fen) });

type Balances = Readonly<Record<string, number>>;
type Named = TrialBalance['accounts'][number];

/** Returns the trial balance of days from the balances before and after them, fen, debit positive. */
export function trialBalanceOf(
  days: { from: string; to: string },
  before: Balances,
  after: Balances,
  chart: Parameters<typeof accountInChart>[1],
): TrialBalance {
  const rows = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((account): Named[] => {
    const [was, is] = [before[account] ?? 0, after[account] ?? 0];
    if (was === 0 && is === 0) return [];
    const moved = sumFen([is, -was]);
    const { number, name } = accountInChart(account, chart);
    return [{ account, number, name, opening: sides(was), moved: sides(moved), closing: sides(is) }];
  });
  const total = (of: keyof TrialBalance['totals']): Sides => ({
    debitFen: sumFen(rows.map((row) => row[of].debitFen)),
    creditFen: sumFen(rows.map((row) => row[of].creditFen)),
  });
  const order = ({ number, account }: Named) => `${number} ${account}`;
  return {
    ...days,
    accounts: rows.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    totals: { opening: total('opening'), moved: total('moved'), closing: total('closing') },
  };
}
