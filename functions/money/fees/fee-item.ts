import * as z from 'zod';
import { placeSchema } from '../../../shared/kernel/plain-text.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import { type Unit, uses } from '../../register/owners/public.ts';

import { formulaFlaw } from './formula.ts';
import { itemLateTermsSchema, mostLateTerms } from './late-rate.ts';
import { feeItemSchema, feeKinds, type TariffVersionDetails, tariffVersionDetailsSchema } from './tariff.ts';

/**
 * Whose money a fee item is (R25.1): the company's own (own), collected on behalf of another party (agency,
 * 代收代付, R4.8) such as electricity, or bought and sold in the company's own name (resale).
 */
const natureSchema = z.enum(['own', 'agency', 'resale']);

/** Returns true for money collected on behalf of another party: no revenue of the company (R4.8). */
export function isHeld({ nature }: Pick<StoredFeeItem, 'nature'>): boolean {
  return nature === 'agency';
}

/** The units that a fee item is charged for; by default every unit but common parts. */
export const scopeSchema = z
  .strictObject({
    /** Only units of these buildings. */
    buildings: z.array(placeSchema(60)).max(200).optional(),
    /** Only units of these uses, such as shops. */
    uses: z.array(z.enum(uses)).max(uses.length).optional(),
  })
  .meta({ id: 'Scope' });

/** What may change on a fee item: its name and scope. Its kind is fixed, and its prices have versions. */
export const feeItemChangeSchema = z
  .strictObject({
    name: z.string().min(1).max(120),
    /** The units that pay the item. */
    scope: scopeSchema.default({}),
  })
  .meta({ id: 'ChangeFeeItemBody' });

const definitionSchema = z
  .strictObject({
    ...feeItemChangeSchema.shape,
    kind: z.enum(feeKinds),
    nature: natureSchema.default('own'),
    /** What the meters of a metered item measure. */
    utility: utilitySchema.optional(),
    /** On items of kind `formula`: the yuan of a month, from area, insideArea, floor, price and addOn. */
    formula: z.string().min(1).max(300).optional(),
    /** The first tariff. */
    tariff: tariffVersionDetailsSchema,
  })
  .meta({ id: 'Definition' });

/** The input of a new fee item, its first price included. */
export const newFeeItemSchema = definitionSchema
  .refine((item) => (item.kind === 'metered') === (item.utility !== undefined), {
    path: ['utility'],
    message: 'a metered item has a utility, and no other item has one',
  })
  .refine((item) => (item.kind === 'formula') === (item.formula !== undefined), {
    path: ['formula'],
    message: 'an item of kind formula has a formula, and no other item has one',
  });
export type NewFeeItem = z.output<typeof newFeeItemSchema>;

/** A fee item (收费项目) as it is stored. */
export const storedFeeItemSchema = z
  .object({
    ...feeItemSchema.shape,
    /** The units that pay the item. */
    scope: scopeSchema,
    nature: natureSchema,
    /** Late charge terms of this item, in the order of entry; without one in force, the estate's apply. */
    lateTerms: z.array(itemLateTermsSchema).max(mostLateTerms).optional(),
    utility: utilitySchema.optional(),
    /** Formula of the amount. */
    formula: z.string().optional(),
    /** The last billed day; prices up to it are fixed (R4.5). */
    billedThrough: z.iso.date().optional(),
    updatedAt: z.string(),
  })
  .meta({ id: 'FeeItem' });
export type StoredFeeItem = z.infer<typeof storedFeeItemSchema>;

const badFormula = problemKind('bad-formula', 400, {
  'zh-CN': '公式无法计算：{why}。可用：area, insideArea, floor, price, addOn，+ - * /，min、max，以及“a < b ? c : d”。',
  'zh-TW':
    '公式無法計算：{why}。可用：area, insideArea, floor, price, addOn，+ - * /，min、max，以及「a < b ? c : d」。',
  en: 'The formula cannot be calculated: {why}. It may use area, insideArea, floor, price, addOn, + - * /, min, max and “a < b ? c : d”.',
});

/**
 * Returns a new item with its price as version 1.
 * @throws Problem 400 `bad-formula` when its formula fails on a sample unit.
 */
export function newFeeItem(of: { feeItemId: string; estateId: string }, input: NewFeeItem, now: string): StoredFeeItem {
  const { tariff, ...details } = input;
  const why = details.formula === undefined ? undefined : formulaFlaw(details.formula);
  if (why !== undefined) throw new Problem(badFormula, { why });
  return { ...of, ...details, tariff: [firstVersion(tariff)], updatedAt: now, version: 1 };
}

function firstVersion(tariff: TariffVersionDetails) {
  return { ...tariff, number: 1 };
}

/** Returns true when a unit is charged for an item. */
export function concerns(item: Pick<StoredFeeItem, 'scope'>, unit: Pick<Unit, 'building' | 'use'>): boolean {
  const { buildings, uses: of } = item.scope;
  if (of ? !of.includes(unit.use) : unit.use === 'common') return false;
  return buildings === undefined || buildings.includes(unit.building);
}

/** Path parameters of operations on one fee item. */
export const feeItemPath = z.object({ feeItemId: z.string().max(64) });
