import * as z from 'zod';
import {
  decimalSchema,
  exact,
  fenSchema,
  product,
  ratio,
  toFen,
  toFenTogether,
  yuanOf,
} from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { FeeSystem } from '../fees/public.ts';
import { account, sumFen } from '../ledger/public.ts';

/*
 * Budget and accounts of a year of service (年度预算与决算, R34.5; 物业服务收费管理办法 9 to 13, from memory). On the
 * remuneration system the company draws a twelfth of the budgeted remuneration for each month. The accounts
 * of the year settle it by what was really charged.
 */

const mostFen = 1e12;
/** A year, `2026`. */
export const yearSchema = z.string().regex(/^20\d{2}$/);

/** The company's remuneration: a percentage of what owners are charged, or a sum for the year. */
const remunerationSchema = z
  .union([z.strictObject({ percent: decimalSchema }), z.strictObject({ fen: fenSchema.min(1).max(mostFen) })])
  .meta({ id: 'Remuneration' });
type Remuneration = z.output<typeof remunerationSchema>;

const budgetLineSchema = z
  .strictObject({ what: z.string().min(1).max(100), fen: fenSchema.min(1).max(mostFen) })
  .meta({ id: 'ServiceBudgetLine' });

/** Input of the budget of a year. */
export const requestBudgetSchema = z
  .strictObject({
    year: yearSchema,
    /** What owners are expected to be charged in the year, fen. */
    incomeFen: fenSchema.min(1).max(mostFen),
    /** What is to be spent under the contract. */
    spending: z.array(budgetLineSchema).min(1).max(50),
    remuneration: remunerationSchema,
    /** The contract or the owners' decision on the budget. */
    decision: z.string().min(1).max(300),
    decidedOn: dateSchema,
  })
  .refine(({ spending }) => new Set(spending.map(({ what }) => what)).size === spending.length, {
    message: 'each only once',
    path: ['spending'],
  })
  .meta({ id: 'RequestServiceBudgetBody' });

const doneSchema = z.object({ by: z.string(), at: z.string() });
const budgetStatuses = ['asked', 'approved', 'refused'] as const;

/** The figures of a year, fen. */
const figuresSchema = z.object({
  /** Charged to owners for service, less credits and waivers. */
  incomeFen: fenSchema,
  /** Spent under the contract. */
  spentFen: fenSchema,
  /** The remuneration that is due on the income. */
  remunerationFen: fenSchema,
  /** The remuneration that was drawn. */
  drawnFen: fenSchema,
  /** Income less spending and remuneration due: the owners' surplus, below zero their loss. */
  resultFen: fenSchema,
});
export type ServiceFigures = z.output<typeof figuresSchema>;

/** The budget of a year, the months of remuneration drawn by it, and the accounts that settled the year. */
export const serviceBudgetSchema = z
  .object({
    estateId: z.string(),
    ...requestBudgetSchema.shape,
    status: z.enum(budgetStatuses),
    asked: doneSchema,
    decided: z.object({ ...doneSchema.shape, reason: z.string().optional() }).optional(),
    /** From the approval on: the remuneration of each month, fen; `drawn` once it is posted. */
    months: z.array(
      z.object({
        month: z.string(),
        fen: fenSchema,
        drawn: z.object({ at: z.string(), entryId: z.string().optional() }).optional(),
      }),
    ),
    /** The accounts of the year: requested by one person, approved by another. */
    accounts: z
      .object({
        ...figuresSchema.shape,
        asked: doneSchema,
        decided: doneSchema.optional(),
        /** Posts the remuneration due less the one drawn; absent when they agree. */
        entryId: z.string().optional(),
      })
      .optional(),
    /** When the next month is drawn. */
    dueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'ServiceBudget' });
export type ServiceBudget = z.infer<typeof serviceBudgetSchema>;

/** Returns the remuneration of a year on what owners were charged, fen, half up. */
export function remunerationOn(incomeFen: number, remuneration: Remuneration): number {
  if ('fen' in remuneration) return remuneration.fen;
  return toFen(product(yuanOf(incomeFen), exact(remuneration.percent), exact('0.01')));
}

/** Divides a year's remuneration among months by largest remainder, ties to the earliest. */
export function monthlyParts(fen: number, months: readonly string[]): ServiceBudget['months'] {
  if (months.length === 0) return [];
  const share = product(yuanOf(fen), ratio(1, months.length));
  const parts = toFenTogether(months.map(() => share));
  return months.map((month, nth) => ({ month, fen: parts[nth] ?? 0 }));
}

/** Returns what a year of service leaves the company and the owners, fen, before value added tax (R34.5). */
export function resultOf(
  system: FeeSystem,
  of: { readonly takenFen: number; readonly spentFen: number; readonly remuneration?: Remuneration },
): { revenueFen: number; companyFen: number; ownersFen: number } {
  const { takenFen, spentFen, remuneration } = of;
  if (system === 'fixed') return { revenueFen: takenFen, companyFen: takenFen - spentFen, ownersFen: 0 };
  const drawnFen = remuneration ? remunerationOn(takenFen, remuneration) : 0;
  return { revenueFen: drawnFen, companyFen: drawnFen, ownersFen: takenFen - spentFen - drawnFen };
}

const fundPrefix = account.serviceFund('x').slice(0, -1);
const [spending, drawn] = [account.serviceFund('spending'), account.serviceFund('remuneration')];

/** What stands on the service fund at the end of a day, fen: charged, spent, drawn. */
function fundOf(balances: Readonly<Record<string, number>>) {
  const charged = Object.entries(balances).flatMap(([code, fen]) =>
    code.startsWith(fundPrefix) && code !== spending && code !== drawn ? [0 - fen] : [],
  );
  return { incomeFen: sumFen(charged), spentFen: balances[spending] ?? 0, drawnFen: balances[drawn] ?? 0 };
}

/** Returns the figures of a year from the balances at its start and at its end, debit positive. */
export function figuresOf(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  { remuneration }: Pick<ServiceBudget, 'remuneration'>,
): ServiceFigures & { openingFen: number; closingFen: number } {
  const [start, end] = [fundOf(before), fundOf(after)];
  const incomeFen = end.incomeFen - start.incomeFen;
  const spentFen = end.spentFen - start.spentFen;
  const drawnFen = end.drawnFen - start.drawnFen;
  const remunerationFen = remunerationOn(incomeFen, remuneration);
  const { ownersFen } = resultOf('remuneration', { takenFen: incomeFen, spentFen, remuneration });
  return {
    openingFen: start.incomeFen - start.spentFen - start.drawnFen,
    ...{ incomeFen, spentFen, remunerationFen, drawnFen },
    resultFen: ownersFen,
    closingFen: end.incomeFen - end.spentFen - end.drawnFen,
  };
}
