import * as z from 'zod';
import {
  decimalSchema,
  exact,
  exactText,
  fenSchema,
  product,
  ratio,
  sum,
  toFen,
  yuanOf,
} from '../../../shared/kernel/money.ts';
import { addDays, cutBefore, daysOf, type Span } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/*
 * Calculates the late charge (违约金, not 滞纳金) of one bill line: simple interest by day, only with a rate in the
 * contract (R5.1). Late charge bears no late charge. It is recalculated from the records, so a payment
 * entered late corrects it (D32).
 */

/** Late charge terms of the contract; an estate without them has no late charge (R5.1, R17). */
export const lateTermsSchema = z
  .strictObject({
    /** Rate of the unpaid principal per day: 0.0005 is half a permille (万分之五). */
    dailyRate: decimalSchema,
    /**
     * The most that may accumulate, as a multiple of the line's principal (R5.4); null where the contract
     * sets no limit. By default the principal (R27.5).
     */
    cap: decimalSchema.nullable().default('1'),
  })
  .meta({ id: 'LateTerms' });
export type LateTerms = z.output<typeof lateTermsSchema>;

/** Lines of a bill with the same terms that are or were late. */
export interface LateLine {
  readonly principalFen: number;
  /** The last day to pay without late charge. */
  readonly dueOn: string;
  /** The day on which the bill was delivered; absent until then. */
  readonly deliveredOn?: string;
  /** Payments of the principal, in any order. */
  readonly payments: readonly { readonly on: string; readonly fen: number }[];
  /** Late charge that had accrued before the first day that counts here (R30.2), fen. */
  readonly accruedFen?: number;
  /** Days in dispute, both included; without `to` the dispute continues. */
  readonly disputes: readonly { readonly from: string; readonly to?: string }[];
}

const lateStepSchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    days: z.number().int(),
    /** Unpaid principal on each of the days, fen. */
    unpaidFen: fenSchema,
    dailyRate: decimalSchema,
    /** Unpaid principal x daily rate x days, in exact yuan before the one rounding. */
    yuan: z.string(),
  })
  .meta({ id: 'LateStep' });

export const lateChargeSchema = z
  .object({
    /** What the contract allows to claim, fen. */
    claimedFen: fenSchema,
    /** True when the contract's limit applied. */
    capped: z.boolean(),
    /** Spans of days with one principal and one rate. */
    steps: z.array(lateStepSchema),
  })
  .meta({ id: 'LateCharge' });
export type LateCharge = z.infer<typeof lateChargeSchema>;

/**
 * Returns the days that count, with the unpaid principal of each. The due day and the day of delivery do not
 * count; the day of payment does.
 */
export function lateDays(line: LateLine, until: string): (Span & { unpaidFen: number })[] {
  if (line.deliveredOn === undefined) return [];
  const from = addDays(line.dueOn > line.deliveredOn ? line.dueOn : line.deliveredOn, 1);
  if (from > until) return [];
  const changes = [
    ...line.payments.map(({ on }) => addDays(on, 1)),
    ...line.disputes.flatMap((one) => [one.from, ...(one.to === undefined ? [] : [addDays(one.to, 1)])]),
  ];
  const disputed = (day: string) =>
    line.disputes.some((one) => one.from <= day && (one.to === undefined || day <= one.to));
  return cutBefore({ from, to: until }, changes)
    .map((span) => {
      const paid = line.payments.filter(({ on }) => on < span.from).reduce((all, { fen }) => all + fen, 0);
      return { ...span, unpaidFen: line.principalFen - paid };
    })
    .filter(({ from, unpaidFen }) => unpaidFen > 0 && !disputed(from));
}

/**
 * Returns the late charge of a line at the end of a day (R5.1 to R5.4): unpaid principal x daily rate x days.
 * It is summed exactly over the part payments, rounded once, half up, to fen, and limited by the contract.
 * Without terms it is 0.
 * @throws RangeError when amounts are negative or more was paid than the principal.
 */
export function lateChargeOn(until: string, line: LateLine, terms: LateTerms | undefined): LateCharge {
  const paid = line.payments.reduce((all, { fen }) => all + fen, 0);
  if (line.principalFen < 0 || paid > line.principalFen || line.payments.some(({ fen }) => fen < 0)) {
    throw new RangeError('payments must not be negative or exceed the principal');
  }
  if (!terms) return { claimedFen: 0, capped: false, steps: [] };
  const rate = exact(terms.dailyRate);
  const stretches = lateDays(line, until).map((span) => {
    const days = daysOf(span);
    return { ...span, days, yuan: product(yuanOf(span.unpaidFen), ratio(days, 1), rate) };
  });
  const accrued = (line.accruedFen ?? 0) + toFen(sum(...stretches.map(({ yuan }) => yuan)));
  const limit = terms.cap === null ? accrued : toFen(product(yuanOf(line.principalFen), exact(terms.cap)));
  return {
    claimedFen: Math.min(accrued, limit),
    capped: accrued > limit,
    steps: stretches.map((step) => ({ ...step, dailyRate: terms.dailyRate, yuan: exactText(step.yuan) })),
  };
}
