import { exact, product, ratio, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { daysAfter, endOfPeriod } from '../../../shared/kernel/periods.ts';

/**
 * Calculates damages for late delivery (逾期交付违约金, R3.7): paid price x daily rate x days.
 * Fen, rounded once; 0 when in time.
 */
export function lateDeliveryFen(what: {
  paidFen: number;
  /** Share of the paid price per day: 0.0001 is 0.1 permille. */
  dailyRate: string;
  dueOn: string;
  deliveredOn: string;
}): number {
  const days = daysAfter(what.dueOn, what.deliveredOn);
  if (days <= 0) return 0;
  return toFen(product(yuanOf(what.paidFen), exact(what.dailyRate), ratio(days, 1)));
}

/**
 * Returns the last day of the developer's three months after a written demand. From the next day the buyer
 * may rescind (R3.7).
 */
export function mayRescindAfter(demandedOn: string): string {
  return endOfPeriod(demandedOn, { months: 3 });
}
