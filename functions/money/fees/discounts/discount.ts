import * as z from 'zod';
import { assertAnotherPerson } from '../../../../shared/http/second-person.ts';
import { compareExact, decimalSchema, exact } from '../../../../shared/kernel/money.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { isHeld, type StoredFeeItem, scopeSchema } from '../fee-item.ts';

/**
 * Kinds of discount. `standing`: all units of its scope. `vacancy` (空置): homes with an approved application.
 * `undelivered`: days that the developer pays (R33.4). `early-payment` (提前缴费): bills paid in time (R33.2).
 */
const discountKinds = ['standing', 'vacancy', 'undelivered', 'early-payment'] as const;

/** Rules of a vacancy discount (R33.3). */
const vacancyTermsSchema = z
  .strictObject({
    /** Whether the discount begins on the day after the approval, or on the first of the next month. */
    begins: z.enum(['next-day', 'next-month']),
    /** The fewest months. A home that is used before has no discount at all. */
    minMonths: z.int().min(1).max(60),
    /** The most that its meters may count a month, by metered fee item; more proves that the home is used. */
    mostUse: z
      .array(z.strictObject({ feeItemId: z.string().max(64), perMonth: decimalSchema }))
      .max(5)
      .default([]),
  })
  .meta({ id: 'VacancyTerms' });

const fields = {
  name: z.string().min(1).max(60),
  kind: z.enum(discountKinds),
  /** The fee items that it lowers. Only the company's own revenue can be lowered. */
  feeItemIds: z
    .array(z.string().max(64))
    .min(1)
    .max(12)
    .refine((ids) => new Set(ids).size === ids.length, { message: 'each item once' }),
  /** The units that have it; by default all that pay the fee items. */
  scope: scopeSchema.default({}),
  /** The first day of service that is discounted. */
  from: dateSchema,
  /** The last day of service that is discounted. */
  to: dateSchema,
  /** Percent of its base that is taken off: either this or `yuan`. */
  percent: decimalSchema.optional(),
  /** Yuan that are taken off: a month, or on `early-payment` once. */
  yuan: decimalSchema.optional(),
  /** The full price, or what earlier discounts left of it. */
  base: z.enum(['full', 'remaining']).default('full'),
  /** True when it applies together with others that do; by default the largest discount applies alone. */
  stacks: z.boolean().default(false),
  /** The legal ground: the contract or the owners' decision. */
  ground: z.string().min(1).max(500),
  /** On `early-payment`: the last day to pay. A rest day moves it (R26.6). */
  payBy: dateSchema.optional(),
  /** On `vacancy`. */
  vacancy: vacancyTermsSchema.optional(),
};

const isPercent = (text: string) => compareExact(exact(text), exact('100')) <= 0 && text !== '0';

/** Input of a discount. */
export const newDiscountSchema = z
  .strictObject(fields)
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'not before from' })
  .refine(({ percent, yuan }) => (percent === undefined) !== (yuan === undefined), {
    path: ['percent'],
    message: 'either percent or yuan',
  })
  .refine(({ percent }) => percent === undefined || isPercent(percent), {
    path: ['percent'],
    message: 'above 0 and at most 100',
  })
  .refine(
    ({ kind, payBy, feeItemIds }) =>
      (kind === 'early-payment') === (payBy !== undefined) && (kind !== 'early-payment' || feeItemIds.length === 1),
    {
      path: ['payBy'],
      message: 'a discount for early payment has a last day to pay and one fee item, and no other has that day',
    },
  )
  .refine(({ kind, vacancy }) => (kind === 'vacancy') === (vacancy !== undefined), {
    path: ['vacancy'],
    message: 'a vacancy discount has vacancy terms, and no other has them',
  })
  .meta({ id: 'RequestDiscountBody' });
export type NewDiscount = z.output<typeof newDiscountSchema>;

export const discountStatuses = ['asked', 'approved', 'refused'] as const;

const doneSchema = z.object({ by: z.string(), at: z.string() });

/** A discount (优惠, R33.1): a rule that one person requests and another approves. */
export const discountSchema = z
  .object({
    discountId: z.string(),
    estateId: z.string(),
    ...fields,
    scope: scopeSchema,
    base: z.enum(['full', 'remaining']),
    stacks: z.boolean(),
    status: z.enum(discountStatuses),
    /** Who asked for it, and when. */
    asked: doneSchema,
    /** Who decided, and when. */
    decided: z.object({ ...doneSchema.shape, reason: z.string().optional() }).optional(),
    /** Who ended it before its last day. */
    ended: z.object({ ...doneSchema.shape, on: dateSchema, reason: z.string() }).optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Discount' });
export type Discount = z.infer<typeof discountSchema>;

const inThePast = problemKind('discount-in-the-past', 409, {
  'zh-CN': '优惠不能从过去的日期开始。请将 {field} 设为 {earliest} 或之后的日期。',
  'zh-TW': '優惠不能從過去的日期開始。請將 {field} 設為 {earliest} 或之後的日期。',
  en: 'A discount cannot begin in the past. Set {field} to {earliest} or a later day.',
});
const notDiscountable = problemKind('item-not-discountable', 409, {
  'zh-CN': '收费项目“{name}”不能优惠：{why}。请从 feeItemIds 中去掉该项目。',
  'zh-TW': '收費項目「{name}」不能優惠：{why}。請從 feeItemIds 中去掉該項目。',
  en: 'The fee item “{name}” cannot be discounted: {why}. Remove it from feeItemIds.',
});

/** Why a fee item cannot be discounted. */
function flawOf(item: StoredFeeItem, { kind, yuan }: NewDiscount): string | undefined {
  // Money of others is not the company's to give up (R33.3).
  if (isHeld(item)) return '代收代付 / collected on behalf of another party';
  if (kind === 'early-payment') return undefined;
  if (item.kind === 'shared') return '公摊费用 / a shared cost';
  return item.kind === 'metered' && yuan !== undefined
    ? '按用量计费，只能用 percent / metered, use percent'
    : undefined;
}

/**
 * Rejects a discount of the past or of fee items that it cannot lower.
 * @throws Problem 409 `discount-in-the-past`, `item-not-discountable`.
 */
export function assertDiscountable(input: NewDiscount, items: readonly StoredFeeItem[], today: string): void {
  if (input.from < today) throw new Problem(inThePast, { field: 'from', earliest: today });
  if (input.payBy !== undefined && input.payBy < today) {
    throw new Problem(inThePast, { field: 'payBy', earliest: today });
  }
  for (const item of items) {
    const why = flawOf(item, input);
    if (why !== undefined) throw new Problem(notDiscountable, { name: item.name, why });
  }
}

/**
 * Returns the discount with its decision. Only what is approved lowers a bill.
 * @throws Problem 409 `illegal-state`, `another-person-needed`.
 */
export function decideDiscount(
  discount: Discount,
  status: 'approved' | 'refused',
  { by, at, reason }: { by: string; at: string; reason?: string | undefined },
): Discount {
  if (discount.status !== 'asked') throw illegalState(discount.status, ['asked']);
  if (status === 'approved') assertAnotherPerson(discount.asked, by);
  const decided = { by, at, ...(reason !== undefined && { reason }) };
  return { ...discount, status, decided, updatedAt: at, version: discount.version + 1 };
}

/**
 * Returns the discount without its days from a day on. What was published keeps it.
 * @throws Problem 409 `illegal-state`, `discount-in-the-past`.
 */
export function endDiscount(
  discount: Discount,
  { on, reason }: { on: string; reason: string },
  { by, at, today }: { by: string; at: string; today: string },
): Discount {
  if (discount.status !== 'approved') throw illegalState(discount.status, ['approved']);
  if (on < today) throw new Problem(inThePast, { field: 'on', earliest: today });
  return { ...discount, ended: { by, at, on, reason }, updatedAt: at, version: discount.version + 1 };
}

/** Returns the last day of a discount: its own, or the day before its early end. */
export function lastDayOf({ to, ended }: Pick<Discount, 'to' | 'ended'>): string {
  return ended !== undefined && ended.on <= to ? addDays(ended.on, -1) : to;
}
