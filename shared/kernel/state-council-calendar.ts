import { daysOfNotice, yearsWithNotice } from './statutory-calendar.ts';
import type { WorkingCalendar } from './working-calendar.ts';

const workday = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '18:00' },
];

/** No SLA timer of an estate is older. */
const firstYear = 2024;

/**
 * Returns the working calendar of an estate that has not set its own: 08:30-12:00 and 13:30-18:00 on working
 * days (R17), with the holidays and make-up workdays of each notice of the State Council from 2024 on. Other
 * years have weekends only; an estate adds their holidays once they are announced.
 */
export function stateCouncilCalendar(zone = 'Asia/Shanghai'): WorkingCalendar {
  const years = yearsWithNotice()
    .filter((year) => year >= firstYear)
    .map(daysOfNotice);
  return {
    zone,
    week: [workday, workday, workday, workday, workday, [], []],
    holidays: years.flatMap(({ holidays }) => holidays),
    makeUpWorkdays: years.flatMap(({ makeUpWorkdays }) => makeUpWorkdays),
    makeUpHours: workday,
  };
}
