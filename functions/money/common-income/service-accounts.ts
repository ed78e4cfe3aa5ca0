import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { feeSystemOn, feesPolicy } from '../fees/public.ts';
import { serviceBudgets } from './common-income.store.ts';
import type { Movement } from './movement.ts';
import { daysOfYear, figuresThrough } from './service-budget.ts';
import { serviceBudgetSchema } from './service-year.ts';

/* What an estate publishes of a year of service: budget and accounts (R34.5). */

/** Budget and accounts of a year; amounts in fen. */
export const serviceYearSchema = z
  .object({
    estateId: z.string(),
    year: z.string(),
    /** The system on the last day of the year, or today: fixed fee (包干制) or remuneration (酬金制). */
    system: z.enum(['fixed', 'remuneration']),
    /** The figures stand at the end of this ledger day. */
    through: dateSchema,
    /** Absent on a fixed fee, and while the budget is not approved. */
    budget: serviceBudgetSchema
      .pick({ incomeFen: true, spending: true, remuneration: true, decision: true, decidedOn: true, months: true })
      .optional(),
    accounts: z
      .object({
        /** The owners' money at the start of the year. */
        openingFen: fenSchema,
        incomeFen: fenSchema,
        spentFen: fenSchema,
        /** Due on the income so far. */
        remunerationFen: fenSchema,
        /** Drawn so far. */
        drawnFen: fenSchema,
        /** The owners' surplus, below zero their loss. */
        resultFen: fenSchema,
        /** The owners' money now. */
        closingFen: fenSchema,
        /** Two people have settled the year. */
        settled: z.boolean(),
      })
      .optional(),
  })
  .meta({ id: 'ServiceYear' });
export type ServiceYear = z.infer<typeof serviceYearSchema>;

/** Returns what is published of a year of an estate, up to today. */
export async function serviceYearFor(
  estateId: string,
  year: string,
  { zone, now }: { zone: string; now: Temporal.Instant },
): Promise<ServiceYear> {
  const today = dayIn(zone, now.toString());
  const { to } = daysOfYear(year);
  const through = to < today ? to : today;
  const [budget, policy] = await Promise.all([get(serviceBudgets, { estateId, year }), feesPolicy.of(estateId)]);
  const of = { estateId, year, system: feeSystemOn(policy, through), through };
  if (budget?.status !== 'approved') return of;
  const { incomeFen, spending, remuneration, decision, decidedOn, months } = budget;
  const settled = budget.accounts?.decided ? budget.accounts : undefined;
  const figures = await figuresThrough(budget, through);
  // By month, because the last one is drawn on a ledger day of the next year.
  const drawnFen = months.filter(({ drawn }) => drawn !== undefined).reduce((sum, { fen }) => sum + fen, 0);
  const last = settled && {
    ...{ incomeFen: settled.incomeFen, spentFen: settled.spentFen, remunerationFen: settled.remunerationFen },
    ...{ drawnFen: settled.remunerationFen, resultFen: settled.resultFen },
  };
  return {
    ...of,
    budget: { incomeFen, spending, remuneration, decision, decidedOn, months },
    accounts: { ...figures, drawnFen, ...last, settled: settled !== undefined },
  };
}

/** Returns what was spent of each line of a budget in a year, fen, by ledger day. */
export function spentByLine(movements: readonly Movement[], year: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { kind, status, line, postedOn = '', fen } of movements) {
    if (kind !== 'service' || status !== 'posted' || line === undefined || !postedOn.startsWith(year)) continue;
    sums.set(line, (sums.get(line) ?? 0) + fen);
  }
  return sums;
}
