import * as z from 'zod';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/**
 * How a fee is worked out (计费方式, R4.1): by building area (建筑面积*单价+附加费) or inside area (室内面积*单价+附加费) and
 * month, a fixed sum a month (固定费用), by use (用量*单价+附加费, also from two readings), or as a share of what the estate
 * used together (公摊), or by a formula of the estate's own (自定义).
 */
export const feeKinds = ['building-area', 'inside-area', 'fixed', 'metered', 'shared', 'formula'] as const;
export type FeeKind = (typeof feeKinds)[number];

/** What a price change says for itself. */
export const tariffVersionDetailsSchema = z.strictObject({
  /** First day on which it holds; it holds until a later one begins. */
  from: dateSchema,
  /** Yuan per m² and month, per month, or per unit of use (kWh, m³). */
  price: decimalSchema,
  /** Added to each month, or to each use (附加费), in yuan. */
  addOn: decimalSchema,
  /** What allows it: the contract, the owners' decision or the notice (R4.5). */
  ground: z.string().min(1).max(500),
});
export type TariffVersionDetails = z.infer<typeof tariffVersionDetailsSchema>;

const tariffVersionSchema = z.object({ ...tariffVersionDetailsSchema.shape, number: z.number().int().min(1) });
export type TariffVersion = z.infer<typeof tariffVersionSchema>;

/** A fee item (收费项目) of an estate with every price it ever had; none is changed or taken away. */
export const feeItemSchema = z.object({
  feeItemId: z.string(),
  estateId: z.string(),
  name: z.string().min(1).max(120),
  kind: z.enum(feeKinds),
  /** In the order in which they were entered. */
  tariff: z.array(tariffVersionSchema).max(500),
  version: z.number().int(),
});
export type FeeItem = z.infer<typeof feeItemSchema>;

const pastPeriod = problemKind('past-period-not-repriced', 409, {
  'zh-CN': '价格不能追溯到 {earliest} 之前生效，请选择 {earliest} 或之后的日期。',
  'zh-TW': '價格不能追溯到 {earliest} 之前生效，請選擇 {earliest} 或之後的日期。',
  en: 'A past period is not repriced: let the price begin on {earliest} or later.',
});

/**
 * The version that holds on a day (`YYYY-MM-DD`): the latest to have begun; of two that begin on one day, the one that was
 * entered later. Undefined before the first.
 */
export function versionOn(tariff: readonly TariffVersion[], day: string): TariffVersion | undefined {
  return tariff.reduce<TariffVersion | undefined>(
    (best, one) => (one.from <= day && (best === undefined || one.from >= best.from) ? one : best),
    undefined,
  );
}

/**
 * The item with another version of its price. A day that had a price and is past or charged keeps it (R4.5); days that
 * never had a price may get one. `open` is the first day that is neither past nor charged.
 * @throws Problem 409 `past-period-not-repriced` with that day.
 */
export function withVersion(item: FeeItem, details: TariffVersionDetails, open: string): FeeItem {
  if (details.from < open && versionOn(item.tariff, details.from)) {
    throw new Problem(pastPeriod, { earliest: open }, { more: { earliest: open } });
  }
  return { ...item, tariff: [...item.tariff, { ...details, number: item.tariff.length + 1 }] };
}
