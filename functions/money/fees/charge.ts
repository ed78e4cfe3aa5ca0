import * as z from 'zod';
import {
  decimalSchema,
  type Exact,
  exact,
  exactOf,
  exactText,
  fenSchema,
  product,
  type Rounding,
  ratio,
  roundingSchema,
  sum,
  toFen,
  toFenTogether,
} from '../../../shared/kernel/money.ts';
import { addDays, cutBefore, daysOf, monthsOf, type Span } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { evaluate } from './formula.ts';
import { changesOfPayer, mustNotPayTwice, type Payer, payerOn } from './payer.ts';
import { type DiscountedDays, discountsOn, reductionSchema, takeOff } from './reduction.ts';
import { type FeeItem, feeKinds, type TariffVersion, versionOn } from './tariff.ts';
import { type PricedUse, pricesOfUse, ratesOfUse, type TieredUse } from './tiers.ts';

/*
 * Calculates what a unit owes for a period, with its arithmetic (D23). Days are calendar days in the estate's
 * zone, first and last included. The day of delivery is charged (R4.3, R17). `charge-share.ts` charges shares
 * of common costs.
 */

/**
 * Usage between two readings (corrected for a new or rolled-over meter, R6.5), in units of the meter, exact.
 */
export interface Use extends Span, TieredUse {}

/** A former value with its last day, that day included. */
type Until<T> = T & { readonly to: string };
interface OfArea {
  readonly area: string;
}
interface Inputs {
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * What is charged, by the kind of the fee item. Areas are m², exact decimals of the register. `earlier` holds
 * former values, each with its last day, oldest first.
 */
export type Measure =
  | ({ readonly kind: 'building-area' | 'inside-area'; readonly earlier?: readonly Until<OfArea>[] } & OfArea)
  | { readonly kind: 'fixed' }
  | ({ readonly kind: 'formula'; readonly formula: string; readonly earlier?: readonly Until<Inputs>[] } & Inputs)
  | { readonly kind: 'metered'; readonly uses: readonly Use[] };

export interface Chargeable {
  readonly item: FeeItem;
  readonly unitId: string;
  readonly period: Span;
  readonly payers: readonly Payer[];
  readonly measure: Measure;
  readonly rounding: Rounding;
  /** Discounts of the unit for this item (R33.1). */
  readonly discounts?: readonly DiscountedDays[];
}

/**
 * One step of the arithmetic of a bill line, in yuan: (quantity x price + add-on) x part / whole, less
 * discounts.
 */
export const stepSchema = z
  .object({
    from: dateSchema,
    to: dateSchema,
    /** Number of the price version. */
    tariff: z.number().int(),
    /** m², 1 for a fixed fee, units of usage, or the yuan of a share (its price is then 1). */
    quantity: decimalSchema,
    /** Yuan. */
    price: decimalSchema,
    /** Yuan. */
    addOn: decimalSchema,
    /** What of a usage is priced: its peak, its valley, or the surcharge of a tier; absent: all of it. */
    rate: z.enum(ratesOfUse).optional(),
    /** The tier of the yearly usage, counted from 1 (R33.5). */
    tier: z.int().optional(),
    /** Formula items: the formula, its inputs, and the resulting yuan of a month, exact. */
    formula: z.object({ text: z.string(), inputs: z.record(z.string(), z.string()), yuan: z.string() }).optional(),
    /** Months over 1; or days over the days of the month, the reading or the share. */
    part: z.number().int(),
    /** What `part` is a part of: 1 for months, else the days of the month, the reading or the share. */
    whole: z.number().int(),
    /** What discounts take off; absent without any (R33.1). */
    reductions: z.array(reductionSchema).optional(),
    /** The exact result, `718.5348` or `4071.6972/29`. */
    yuan: z.string(),
  })
  .meta({ id: 'ChargeStep' });
export type Step = z.infer<typeof stepSchema>;

/** A bill line (账单明细): what one payer owes for one fee item and unit, for their days of the period. */
export const chargeSchema = z
  .object({
    estateId: z.string(),
    feeItemId: z.string(),
    kind: z.enum(feeKinds),
    unitId: z.string(),
    payerId: z.string(),
    from: dateSchema,
    to: dateSchema,
    steps: z.array(stepSchema).min(1),
    /** How the amount was rounded to fen. */
    rounding: roundingSchema,
    /** What each discount took off; `fen` is the rest (R33.1). */
    discounts: z.array(z.object({ discountId: z.string(), name: z.string(), fen: fenSchema })).optional(),
    fen: fenSchema,
  })
  .meta({ id: 'Charge' });
export type Charge = z.infer<typeof chargeSchema>;

/** Days that nobody is charged for, with the reason; every run lists them (D26). */
export interface Uncharged extends Span {
  readonly why: 'no-payer' | 'no-price' | 'not-measured';
}

/** Returns the result of a step before discounts, in yuan, exact. */
export function fullYuanOf(step: Omit<Step, 'yuan'>): Exact {
  const full = step.formula
    ? exactOf(step.formula.yuan)
    : sum(product(exact(step.quantity), exact(step.price)), exact(step.addOn));
  return product(full, ratio(step.part, step.whole));
}

/** Returns a step with its exact result. */
export function stepOf({ reductions: terms = [], ...step }: Omit<Step, 'yuan'>): Step {
  const { net, reductions } = takeOff(fullYuanOf(step), ratio(step.part, step.whole), terms);
  return { ...step, ...(reductions.length > 0 && { reductions }), yuan: exactText(net) };
}

/**
 * Days measured as a whole: a month or a reading. `whole` is its number of days, including days outside the
 * period.
 */
interface Block extends Span {
  readonly whole: number;
  readonly quantity: string;
  /** Usage of a meter. */
  readonly use?: Use;
  /** Inputs of a formula. */
  readonly inputs?: Inputs['inputs'];
}

/** Returns the value of a day: the earliest former value that covers it, or today's. */
function onDay<T>(now: T, earlier: readonly Until<T>[] = [], day: string): T {
  return earlier.find(({ to }) => day <= to) ?? now;
}

function blocksOf({ measure, period }: Chargeable): Block[] {
  if (measure.kind === 'metered') {
    return measure.uses
      .map((use) => ({ from: use.from, to: use.to, quantity: use.quantity, use, whole: daysOf(use) }))
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }
  const changes = 'earlier' in measure ? (measure.earlier ?? []).map(({ to }) => addDays(to, 1)) : [];
  return monthsOf(period).flatMap((month) =>
    cutBefore({ from: month.from, to: month.to }, changes).map((span): Block => {
      const block = { ...span, whole: month.ofDays, quantity: '1' };
      if ('area' in measure) return { ...block, quantity: onDay<OfArea>(measure, measure.earlier, span.from).area };
      if (measure.kind !== 'formula') return block;
      return { ...block, inputs: onDay<Inputs>(measure, measure.earlier, span.from).inputs };
    }),
  );
}

/** Rejects input that cannot be charged. @throws RangeError with the reason. */
function mustFit({ item, measure, period, payers }: Chargeable, blocks: readonly Block[]): void {
  if (item.kind !== measure.kind) throw new RangeError(`a fee by ${item.kind} is not measured by ${measure.kind}`);
  if (period.from > period.to) throw new RangeError('the period ends before it begins');
  mustNotPayTwice(payers);
  blocks.forEach(({ from, to }, i) => {
    const before = blocks[i - 1];
    if (from > to) throw new RangeError('a reading ends before it begins');
    if (before && from <= before.to) throw new RangeError(`measured twice on ${from}`);
    if (from < period.from || period.to < to) throw new RangeError('measured outside the period');
  });
}

/** Evaluates a formula for a month at a price. @throws RangeError when it cannot be evaluated. */
function evaluateFormula(text: string, known: Inputs['inputs'], { price, addOn }: TariffVersion) {
  const inputs = { ...known, price, addOn };
  return { text, inputs, yuan: exactText(evaluate(text, inputs)) };
}

interface Priced extends Block {
  readonly tariff: TariffVersion;
}

/** Returns what discounts take off a step of a payer (R33.1). */
function reduced(step: Omit<Step, 'yuan'>, payerId: string, discounts: readonly DiscountedDays[]): Omit<Step, 'yuan'> {
  if (discounts.length === 0) return step;
  const of = { full: fullYuanOf(step), months: ratio(step.part, step.whole) };
  const terms = discountsOn(discounts, { day: step.from, payerId }, of);
  return terms.length === 0 ? step : { ...step, reductions: terms.map((one) => ({ ...one, off: '0' })) };
}

const idsOf = ({ reductions = [] }: Pick<Step, 'reductions'>) => reductions.map(({ discountId }) => discountId).join();

/**
 * Returns the steps of a payer. Whole months of one price are one step; parts of a month or reading count by
 * days (R4.3).
 */
function stepsOf(
  pieces: readonly Priced[],
  { measure, discounts = [] }: Pick<Chargeable, 'measure' | 'discounts'>,
  payerId: string,
): Step[] {
  const steps: Step[] = [];
  const monthly = measure.kind !== 'metered';
  for (const { from, to, whole, quantity, inputs, tariff, use } of pieces) {
    const { number, price, addOn } = tariff;
    const days = daysOf({ from, to });
    const entire = days === whole;
    const formula =
      measure.kind === 'formula' ? { formula: evaluateFormula(measure.formula, inputs ?? measure.inputs, tariff) } : {};
    const last = steps.at(-1);
    const goesOn = last?.whole === 1 && last.tariff === number && addDays(last.to, 1) === from;
    const share = entire ? { part: 1, whole: 1 } : { part: days, whole };
    const priced: PricedUse[] = (use && pricesOfUse(use, tariff)) ?? [{ quantity, price, addOn }];
    if (priced.length > 1 || priced[0]?.tier !== undefined) {
      for (const one of priced)
        steps.push(stepOf(reduced({ from, to, tariff: number, ...one, ...share }, payerId, discounts)));
      continue;
    }
    const plain = { from, to, tariff: number, quantity, price, addOn, ...formula, ...share };
    const step = reduced(plain, payerId, discounts);
    const hasSameTerms = JSON.stringify(last?.formula) === JSON.stringify(formula.formula);
    const isSame = last?.quantity === quantity && hasSameTerms && idsOf(last) === idsOf(step);
    if (monthly && entire && goesOn && isSame) {
      steps.splice(-1, 1, stepOf({ ...last, to, part: last.part + 1 }));
      continue;
    }
    steps.push(stepOf(step));
  }
  return steps;
}

/**
 * Returns the charge of each payer for a unit and a period, with its steps (D23). A change of price, area or
 * payer splits the days. All steps are added exactly and rounded once (R4.2). The charges of several payers
 * add up to the total, by largest remainder (R22.3). Each day has its own price, so a later price does not
 * change a past period (R4.5). A reading across a change is divided by days, unless there is a reading on
 * that day. Days without payer, price or reading are returned as uncharged.
 * @throws RangeError when payers or readings overlap, or a reading is outside the period.
 */
export function chargePeriod(what: Chargeable): { charges: Charge[]; uncharged: Uncharged[] } {
  const { item, unitId, payers, period, rounding, discounts = [] } = what;
  const blocks = blocksOf(what);
  mustFit(what, blocks);
  const uncharged: Uncharged[] = unmeasuredSpans(period, blocks);
  const ofPayer = new Map<Payer, Priced[]>();
  const changes = [
    ...item.tariff.map((version) => version.from),
    ...changesOfPayer(payers),
    ...discounts.flatMap(({ from, to }) => [from, addDays(to, 1)]),
  ];
  for (const block of blocks) {
    for (const span of cutBefore(block, changes)) {
      const payer = payerOn(payers, span.from);
      const tariff = versionOn(item.tariff, span.from);
      if (!payer) uncharged.push({ ...span, why: 'no-payer' });
      else if (!tariff) uncharged.push({ ...span, why: 'no-price' });
      else ofPayer.set(payer, [...(ofPayer.get(payer) ?? []), { ...block, ...span, tariff }]);
    }
  }
  const parts = [...ofPayer].map(([{ payerId }, pieces]) => {
    const steps = stepsOf(pieces, what, payerId);
    return { payerId, steps, yuan: sum(...steps.map(({ yuan }) => exactOf(yuan))) };
  });
  const fen = toFenTogether(
    parts.map(({ yuan }) => yuan),
    rounding,
  );
  const { estateId, feeItemId, kind } = item;
  const charges = parts.map(
    ({ payerId, steps }, i): Charge => ({
      estateId,
      feeItemId,
      kind,
      unitId,
      payerId,
      ...daysOfSteps(steps),
      steps,
      rounding,
      ...discountsIn(steps, fen[i] ?? 0, rounding),
      fen: fen[i] ?? 0,
    }),
  );
  return { charges, uncharged: uncharged.sort((a, b) => (a.from < b.from ? -1 : 1)) };
}

/**
 * Returns what each discount took off a charge, fen: together the full amount, rounded, less the charge.
 */
function discountsIn(steps: readonly Step[], fen: number, rounding: Rounding): Pick<Charge, 'discounts'> {
  const all = steps.flatMap(({ reductions = [] }) => reductions);
  if (all.length === 0) return {};
  const ofEach = [...Map.groupBy(all, ({ discountId }) => discountId)].map(([discountId, mine]) => ({
    discountId,
    name: mine[0]?.name ?? '',
    yuan: sum(...mine.map(({ off }) => exactOf(off))),
  }));
  let left = Math.max(0, toFen(sum(...steps.map(fullYuanOf)), rounding) - fen);
  const discounts = ofEach.map(({ yuan, ...of }, nth) => {
    const part = nth === ofEach.length - 1 ? left : Math.min(left, toFen(yuan));
    left -= part;
    return { ...of, fen: part };
  });
  return { discounts };
}

function daysOfSteps(steps: readonly Step[]): Span {
  return { from: steps[0]?.from ?? '', to: steps.at(-1)?.to ?? '' };
}

function unmeasuredSpans(period: Span, blocks: readonly Block[]): Uncharged[] {
  const edges = blocks.flatMap((block) => [block.from, addDays(block.to, 1)]);
  return cutBefore(period, edges)
    .filter((span) => !blocks.some((block) => block.from <= span.from && span.from <= block.to))
    .map((span) => ({ ...span, why: 'not-measured' }));
}
