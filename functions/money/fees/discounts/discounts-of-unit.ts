import type { Unit } from '../../../register/owners/public.ts';
import { concerns } from '../fee-item.ts';
import type { DiscountedDays } from '../reduction.ts';
import { type Discount, lastDayOf } from './discount.ts';
import { discountedDays, type Vacancy } from './vacancy.ts';

/** What decides on the discounts of a unit. */
interface OfUnit {
  readonly unit: Pick<Unit, 'building' | 'use'>;
  /** Approved discounts of the estate. */
  readonly discounts: readonly Discount[];
  readonly vacancies: readonly Vacancy[];
  /** The developer, who pays in full unless a discount for undelivered homes says otherwise (R33.4). */
  readonly developerId: string | null;
}

/** Returns the discounts of a unit by fee item, with the days and the payer that have them (R33.1). */
export function discountsOfUnit({ unit, discounts, vacancies, developerId }: OfUnit): Map<string, DiscountedDays[]> {
  const ofItem = new Map<string, DiscountedDays[]>();
  for (const discount of discounts) {
    if (discount.status !== 'approved' || !concerns(discount, unit)) continue;
    const { discountId, name, percent, yuan, base, stacks, from } = discount;
    const to = lastDayOf(discount);
    const terms = { discountId, name, ...(percent !== undefined && { percent }), ...(yuan !== undefined && { yuan }) };
    const of = { ...terms, base, stacks };
    const days = daysOf(discount, vacancies, developerId)
      .map((one) => ({ ...of, ...one, from: one.from < from ? from : one.from, to: one.to > to ? to : one.to }))
      .filter((one) => one.from <= one.to);
    for (const feeItemId of discount.feeItemIds) {
      if (days.length > 0) ofItem.set(feeItemId, [...(ofItem.get(feeItemId) ?? []), ...days]);
    }
  }
  return ofItem;
}

function daysOf(
  { kind, discountId, from, to }: Discount,
  vacancies: readonly Vacancy[],
  developerId: string | null,
): Pick<DiscountedDays, 'from' | 'to' | 'payerId'>[] {
  switch (kind) {
    case 'standing':
      return [{ from, to }];
    case 'vacancy':
      return vacancies.filter((one) => one.discountId === discountId).flatMap((one) => discountedDays(one) ?? []);
    case 'undelivered':
      return developerId === null ? [] : [{ from, to, payerId: developerId }];
    case 'early-payment':
      // Taken off the bill when it is paid.
      return [];
  }
}
