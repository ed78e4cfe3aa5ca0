import type { Temporal } from 'temporal-polyfill';
import { endOfPeriod } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { type DunningAccount, openFen } from './dunning.ts';

/** Limitation of a bill (R0.3): the last day of the period, and whether it is over. */
export interface Limitation {
  readonly billId: string;
  readonly endsOn: string;
  readonly risk: boolean;
}

/**
 * Returns the limitation of every open bill (R0.3, Civil Code 188, 195): three years from the due day. Each
 * demand that reached the debtor within the period restarts it. Bills left alone are included, because their
 * time runs on.
 */
export function limitationsOf(account: DunningAccount, calendar: WorkingCalendar, now: Temporal.Instant): Limitation[] {
  const today = dayIn(calendar.zone, now.toString());
  const end = (day: string) => endOfPeriod(day, { years: 3 });
  return account.bills
    .filter((bill) => openFen(bill) > 0)
    .map(({ billId, dueOn }) => {
      const endsOn = account.contacts
        .filter((one) => one.billIds.includes(billId) && one.reached && one.means !== 'legal-file')
        .map((one) => dayIn(calendar.zone, one.at))
        .filter((day) => day > dueOn)
        .sort()
        .reduce((ends, day) => (day <= ends && end(day) > ends ? end(day) : ends), end(dueOn));
      return { billId, endsOn, risk: today > endsOn };
    });
}
