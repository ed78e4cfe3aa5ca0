import { workdayFrom } from '../../../../shared/kernel/statutory-calendar.ts';
import type { Unit } from '../../../register/owners/public.ts';
import type { Bill } from '../bill.ts';
import { concerns } from '../fee-item.ts';
import { type Discount, lastDayOf } from './discount.ts';

/**
 * Returns the discount for early payment that a bill offers on its publication: of an item that it charges
 * for exactly the days of the discount (R33.2). Undefined where there is none, or the last day is over.
 * The end of a rest day moves to the next working day (R26.6).
 */
export function offerFor(
  bill: Pick<Bill, 'lines' | 'period'>,
  discounts: readonly Discount[],
  { today, unit }: { today: string; unit: Pick<Unit, 'building' | 'use'> | undefined },
): Bill['offer'] {
  for (const discount of discounts) {
    const { discountId, name, percent, yuan, feeItemIds, from, to, payBy, asked, decided, status, kind } = discount;
    const [feeItemId] = feeItemIds;
    const isOver = lastDayOf(discount) < to || payBy === undefined || workdayFrom(payBy) < today;
    if (kind !== 'early-payment' || status !== 'approved' || !decided || feeItemId === undefined || isOver) continue;
    if (unit && !concerns(discount, unit)) continue;
    const isCharged = bill.lines.some(({ feeItemId: of, period = bill.period, difference }) => {
      return of === feeItemId && difference === undefined && period.from === from && period.to === to;
    });
    if (!isCharged) continue;
    const terms = { ...(percent !== undefined && { percent }), ...(yuan !== undefined && { yuan }) };
    const people = { askedBy: asked.by, approvedBy: decided.by };
    return { discountId, name, ...terms, feeItemId, until: workdayFrom(payBy), ...people };
  }
  return undefined;
}
