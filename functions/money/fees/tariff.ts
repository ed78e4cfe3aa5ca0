import * as z from 'zod';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { vatClassSchema } from '../ledger/public.ts';
import { peakValleySchema, tiersSchema } from './tiers.ts';

/**
 * How a fee is charged (计费方式, R4.1). Monthly by building area (建筑面积*单价+附加费) or inside area (室内面积*单价+附加费), or
 * a fixed monthly sum (固定费用). By usage (用量*单价+附加费, also from two readings), as a share of common usage (公摊),
 * or by a custom formula of the estate (自定义).
 */
export const feeKinds = ['building-area', 'inside-area', 'fixed', 'metered', 'shared', 'formula'] as const;

/** Input of a price version. */
export const tariffVersionDetailsSchema = z
  .strictObject({
    /** The first day of the price; it applies until a later version begins. */
    from: dateSchema,
    /** Yuan per m² and month, per month, or per unit of usage (kWh, m³). */
    price: decimalSchema,
    /** Surcharge on each month or each usage (附加费), in yuan. */
    addOn: decimalSchema,
    /** The legal ground: the contract, the owners' decision or the public notice (R4.5). */
    ground: z.string().min(1).max(500),
    /** Class for value added tax; by default that of the item's nature and utility (R23.1). */
    vatClass: vatClassSchema.optional(),
    /** Tiers of the yearly usage, where each home is the supplier's own customer (R33.5). */
    tiers: tiersSchema.optional(),
    /** Prices of peak and valley; `price` is then for nothing but tiers (R33.6). */
    peakValley: peakValleySchema.optional(),
    /** What a supplier charges the estate behind a master meter. The price is then at most that (R33.6). */
    boughtAt: decimalSchema.optional(),
  })
  .meta({ id: 'SetTariffBody' });
export type TariffVersionDetails = z.infer<typeof tariffVersionDetailsSchema>;

const tariffVersionSchema = z
  .object({
    ...tariffVersionDetailsSchema.shape,
    /** Counted from 1 in the order of entry. */
    number: z.number().int().min(1),
  })
  .meta({ id: 'TariffVersion' });
export type TariffVersion = z.infer<typeof tariffVersionSchema>;

/** A fee item (收费项目) of an estate with all its price versions; none is changed or removed. */
export const feeItemSchema = z
  .object({
    feeItemId: z.string(),
    estateId: z.string(),
    name: z.string().min(1).max(120),
    kind: z.enum(feeKinds),
    /** In the order of entry. */
    tariff: z.array(tariffVersionSchema).max(500),
    version: z.number().int(),
  })
  .meta({ id: 'FeeItemRecord' });
export type FeeItem = z.infer<typeof feeItemSchema>;

const pastPeriod = problemKind('past-period-not-repriced', 409, {
  'zh-CN': '已过或已出账的日期不能改价。请将 from 设为 {earliest} 或之后的日期。',
  'zh-TW': '已過或已出帳的日期不能改價。請將 from 設為 {earliest} 或之後的日期。',
  en: 'Past and billed days keep their price. Use {earliest} or a later day as from.',
});

/**
 * Returns the price version of a day (`YYYY-MM-DD`): the latest to have begun; of two with the same first day
 * the later entry. Returns undefined before the first.
 */
export function versionOn(tariff: readonly TariffVersion[], day: string): TariffVersion | undefined {
  return tariff.reduce<TariffVersion | undefined>(
    (best, one) => (one.from <= day && (best === undefined || one.from >= best.from) ? one : best),
    undefined,
  );
}

/**
 * Returns the item with another price version. A day with a price that is past or charged keeps it (R4.5);
 * days that never had a price may get one. `open` is the first day that is neither past nor charged.
 * @throws Problem 409 `past-period-not-repriced` with that day.
 */
export function withVersion(item: FeeItem, details: TariffVersionDetails, open: string): FeeItem {
  if (details.from < open && versionOn(item.tariff, details.from)) {
    throw new Problem(pastPeriod, { earliest: open }, { more: { earliest: open } });
  }
  return { ...item, tariff: [...item.tariff, { ...details, number: item.tariff.length + 1 }] };
}
