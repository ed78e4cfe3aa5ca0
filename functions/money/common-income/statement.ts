import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays, type Span, spanSchema } from '../../../shared/kernel/periods.ts';
import { type Movement, movementSchema } from './movement.ts';

/* The statement of common income that is published to the owners (R34.4): quarterly by default. */

/** A quarter, `2026-Q4`. */
export const quarterSchema = z.string().regex(/^20\d{2}-Q[1-4]$/);

const rowSchema = z
  .object({
    ...movementSchema.pick({ movementId: true, kind: true, what: true, party: true, ground: true }).shape,
    on: z.string(),
    /** Income is positive and net of its tax; what left is negative. */
    fen: fenSchema,
  })
  .meta({ id: 'CommonStatementRow' });

/** A statement of common income. */
export const commonStatementSchema = z
  .object({
    estateId: z.string(),
    ...spanSchema.shape,
    openingFen: fenSchema,
    incomeFen: fenSchema,
    costFen: fenSchema,
    feeFen: fenSchema,
    usedFen: fenSchema,
    closingFen: fenSchema,
    rows: z.array(rowSchema),
  })
  .meta({ id: 'CommonStatement' });
export type CommonStatement = z.infer<typeof commonStatementSchema>;

/** Returns the days of a quarter. */
export function daysOfQuarter(quarter: string): Span {
  const [year = '', nth = '1'] = quarter.split('-Q');
  const from = `${year}-${String(Number(nth) * 3 - 2).padStart(2, '0')}-01`;
  return { from, to: addDays(Temporal.PlainDate.from(from).add({ months: 3 }).toString(), -1) };
}

/** Returns what a movement changes, fen: income net of its tax, and everything else as it leaves. */
function changeOf({ kind, fen, vat }: Movement): number {
  return kind === 'income' ? fen - (vat?.taxFen ?? 0) : -fen;
}

const sumOf = (all: readonly Movement[]) => all.reduce((sum, one) => sum + changeOf(one), 0);

/** Returns the statement of some days from all posted movements, by ledger day. */
export function statementOf(estateId: string, days: Span, all: readonly Movement[]): CommonStatement {
  const posted = all.filter(({ status, kind }) => status === 'posted' && kind !== 'service');
  const before = posted.filter(({ postedOn = '' }) => postedOn < days.from);
  const within = posted.filter(({ postedOn = '' }) => days.from <= postedOn && postedOn <= days.to);
  const of = (kind: Movement['kind']) => Math.abs(sumOf(within.filter((one) => one.kind === kind)));
  const openingFen = sumOf(before);
  return {
    estateId,
    ...days,
    openingFen,
    incomeFen: of('income'),
    costFen: of('cost'),
    feeFen: of('fee'),
    usedFen: of('use') + of('fund'),
    closingFen: openingFen + sumOf(within),
    rows: within
      .toSorted((a, b) => ((a.postedOn ?? '') < (b.postedOn ?? '') ? -1 : 1))
      .map((one) => {
        const { movementId, kind, what, party, ground, postedOn: on = '' } = one;
        return { movementId, kind, what, party, ground, on, fen: changeOf(one) };
      }),
  };
}
