import * as z from 'zod';
import {
  compareExact,
  decimalSchema,
  type Exact,
  exact,
  exactText,
  product,
  sum,
} from '../../../shared/kernel/money.ts';
import type { Span } from '../../../shared/kernel/periods.ts';

/*
 * What discounts take off a step of a bill line (R33.1). A discount is a part of the price or a sum a month.
 * Without `stacks` a discount applies alone, and the largest one counts.
 */

/** What a discount is taken of: the full price, or what earlier discounts left of it. */
const bases = ['full', 'remaining'] as const;

/** How much a discount takes off: percent of its base, or yuan a month. */
const amountFields = {
  discountId: z.string(),
  name: z.string(),
  /** Percent of the base that is taken off. */
  percent: decimalSchema.optional(),
  /** Yuan a month that are taken off. */
  yuan: decimalSchema.optional(),
  base: z.enum(bases),
};
const amountSchema = z.object(amountFields);
type Amount = z.infer<typeof amountSchema>;

/** A discount in a step of the arithmetic of a bill line. */
export const reductionSchema = z
  .object({
    ...amountFields,
    /** The exact yuan that are taken off. */
    off: z.string(),
  })
  .meta({ id: 'ChargeReduction' });
export type Reduction = z.infer<typeof reductionSchema>;

/** A discount of a fee item of a unit, on some days. */
export interface DiscountedDays extends Amount, Span {
  /** True when it applies together with others. */
  readonly stacks: boolean;
  /** The only payer who has it; absent: every payer. */
  readonly payerId?: string | undefined;
}

const minus = (a: Exact, b: Exact) => sum(a, product(exact('-1'), b));

/** Takes discounts off an amount, in their order and never below zero. `months` is the part of a month. */
export function takeOff(
  full: Exact,
  months: Exact,
  amounts: readonly Amount[],
): { net: Exact; reductions: Reduction[] } {
  let net = full;
  const reductions = amounts.map(({ discountId, name, percent, yuan, base }): Reduction => {
    const whole = base === 'full' ? full : net;
    const wanted =
      percent === undefined ? product(exact(yuan ?? '0'), months) : product(whole, exact(percent), exact('0.01'));
    const off = compareExact(wanted, net) > 0 ? net : wanted;
    net = minus(net, off);
    const terms = { discountId, name, ...(percent !== undefined && { percent }), ...(yuan !== undefined && { yuan }) };
    return { ...terms, base, off: exactText(off) };
  });
  return { net, reductions };
}

/**
 * Returns the discounts that count on a day for a payer: those that stack together, or one alone, whichever
 * takes more off. Of equal ones the first id counts.
 */
export function discountsOn(
  all: readonly DiscountedDays[],
  { day, payerId }: { readonly day: string; readonly payerId: string },
  { full, months }: { readonly full: Exact; readonly months: Exact },
): Amount[] {
  const mine = all
    .filter((one) => one.from <= day && day <= one.to && (one.payerId === undefined || one.payerId === payerId))
    .filter((one, nth, those) => those.findIndex(({ discountId }) => discountId === one.discountId) === nth)
    .toSorted((a, b) => (a.discountId < b.discountId ? -1 : 1));
  const choices = [mine.filter(({ stacks }) => stacks), ...mine.filter(({ stacks }) => !stacks).map((one) => [one])];
  const [best = []] = choices
    .filter((choice) => choice.length > 0)
    .map((choice) => ({ choice, net: takeOff(full, months, choice).net }))
    .toSorted((a, b) => compareExact(a.net, b.net))
    .map(({ choice }) => choice);
  return best;
}
