import * as z from 'zod';
import { pageOf } from '../../../shared/http/listing.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { type Span, spanSchema } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { Unit } from '../../register/owners/public.ts';
import type { Bill } from './bill.ts';
import { type SkippedUnit, skipReasons } from './billing-run.ts';
import type { ItemPeriod } from './bills-of-unit.ts';
import { billedLines, scopeOf } from './difference.ts';
import { concerns, type StoredFeeItem } from './fee-item.ts';

/*
 * The completeness report (应收与已收费, R22.4): for each unit and fee item of a month what is owed by all facts
 * known now, what was published, the difference, and why days are not charged.
 */

/** Why days of a unit and item are not charged: the reasons of billing runs, and two that need no work. */
const reasons = [...skipReasons, 'not-delivered', 'out-of-scope'] as const;

export const completenessRowSchema = z
  .object({
    feeItemId: z.string(),
    name: z.string(),
    /** The service period of the item that holds the month. */
    period: spanSchema,
    /** Owed by the facts known now. */
    shouldFen: fenSchema,
    /** Published and not cancelled, less credit notes. */
    billedFen: fenSchema,
    /** Should minus billed. A billing run of the period bills or credits it. */
    differenceFen: fenSchema,
    reasons: z.array(z.object({ from: dateSchema, to: dateSchema, why: z.enum(reasons) })).max(400),
  })
  .meta({ id: 'CompletenessRow' });
export type CompletenessRow = z.infer<typeof completenessRowSchema>;

/** The rows of one unit, one for each fee item of the estate. */
export const unitCompletenessSchema = z
  .object({ unitId: z.string(), label: z.string(), rows: z.array(completenessRowSchema) })
  .meta({ id: 'UnitCompleteness' });

/** A page of the report of a month, with its latest close (关账). */
export const monthCompletenessSchema = pageOf(unitCompletenessSchema)
  .extend({ close: z.object({ closeId: z.string(), state: z.string(), at: z.string() }).optional() })
  .meta({ id: 'MonthCompleteness' });

/** Reasons that need no work: nothing is owed, or it is billed in another way. */
const settled: ReadonlySet<string> = new Set(['nothing-to-charge', 'paid-in-advance', 'not-delivered', 'out-of-scope']);

/** Returns why a row is not complete, each reason once (R22.4); without a difference none may be left. */
export function openReasonsOf({ reasons: all }: Pick<CompletenessRow, 'reasons'>): string[] {
  return [...new Set(all.map(({ why }) => why).filter((why) => !settled.has(why)))];
}

/** What a run would draft for a unit now, and what was published before. */
export interface ChargedUnit {
  readonly unit: Unit;
  readonly bills: readonly Bill[];
  readonly skipped: readonly SkippedUnit[];
  readonly published: readonly Bill[];
  /** The handover record of a unit that is in a phase. */
  readonly home?: { readonly deliveredOn?: string | undefined } | undefined;
}

const isSame = (a: Span, b: Span) => a.from === b.from && a.to === b.to;

/** Returns the fen of documents for a fee item and service period. */
function fenFor({ feeItemId, period }: ItemPeriod, documents: readonly Bill[]): number {
  const lines = documents.flatMap((bill) => bill.lines.map((line) => ({ line, scope: scopeOf(line, bill) })));
  const mine = lines.filter(({ scope }) => scope.feeItemId === feeItemId && isSame(scope.period, period));
  return mine.reduce((sum, { line }) => sum + line.fen, 0);
}

/** Returns the report of one unit (R22.4). */
export function completenessOf(
  { unit, bills, skipped, published, home }: ChargedUnit,
  items: readonly StoredFeeItem[],
  periods: readonly ItemPeriod[],
): CompletenessRow[] {
  const billed = [...new Set(billedLines(published).map(({ bill }) => bill))];
  return periods.flatMap((one) => {
    const item = items.find(({ feeItemId }) => feeItemId === one.feeItemId);
    if (!item) return [];
    const { feeItemId, period } = one;
    const [differenceFen, billedFen] = [fenFor(one, bills), fenFor(one, billed)];
    const mine = skipped.filter((skip) => skip.feeItemId === feeItemId);
    const found = mine
      .filter(({ from, to }) => from <= period.to && period.from <= to)
      .map(({ from, to, why }) => {
        const isWaiting = why === 'no-payer' && home && (home.deliveredOn === undefined || to < home.deliveredOn);
        return { from, to, why: isWaiting ? ('not-delivered' as const) : why };
      });
    const scope = concerns(item, unit) ? [] : [{ ...period, why: 'out-of-scope' as const }];
    const shouldFen = billedFen + differenceFen;
    return [{ feeItemId, name: item.name, period, shouldFen, billedFen, differenceFen, reasons: [...scope, ...found] }];
  });
}
