import { addDays } from '../shared/kernel/periods.ts';
import { isRestDay } from '../shared/kernel/statutory-calendar.ts';

/** Returns the last working day by law before a day: a legal period that ends on it is over on that day. */
export function lastWorkdayBefore(day: string): string {
  const before = addDays(day, -1);
  return isRestDay(before) ? lastWorkdayBefore(before) : before;
}
