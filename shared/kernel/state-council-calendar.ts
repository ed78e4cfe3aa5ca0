import { Temporal } from 'temporal-polyfill';
import type { WorkingCalendar } from './working-calendar.ts';

/**
 * Public holidays as announced by the General Office of the State Council (国务院办公厅): first and last day of
 * each.
 */
const holidays = {
  2024: ['01-01', '02-10/02-17', '04-04/04-06', '05-01/05-05', '06-10', '09-15/09-17', '10-01/10-07'],
  2025: ['01-01', '01-28/02-04', '04-04/04-06', '05-01/05-05', '05-31/06-02', '10-01/10-08'],
  2026: ['01-01/01-03', '02-15/02-23', '04-04/04-06', '05-01/05-05', '06-19/06-21', '09-25/09-27', '10-01/10-07'],
} as const;

/** Weekend days that are worked instead (调休). */
const makeUpWorkdays = [
  ...['2024-02-04', '2024-02-18', '2024-04-07', '2024-04-28', '2024-05-11', '2024-09-14', '2024-09-29', '2024-10-12'],
  ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
];

function days(year: string, span: string): string[] {
  const [first = '', last = first] = span.split('/');
  const end = Temporal.PlainDate.from(`${year}-${last}`);
  const list: string[] = [];
  for (
    let day = Temporal.PlainDate.from(`${year}-${first}`);
    Temporal.PlainDate.compare(day, end) <= 0;
    day = day.add({ days: 1 })
  ) {
    list.push(day.toString());
  }
  return list;
}

const workday = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '18:00' },
];

/**
 * Returns the working calendar of an estate that has not set its own: 08:30-12:00 and 13:30-18:00 on working
 * days (R17), with the holidays and make-up workdays of 2024 to 2026. Other years have weekends
 * only; an estate adds their holidays once they are announced.
 */
export function stateCouncilCalendar(zone = 'Asia/Shanghai'): WorkingCalendar {
  return {
    zone,
    week: [workday, workday, workday, workday, workday, [], []],
    holidays: Object.entries(holidays).flatMap(([year, spans]) => spans.flatMap((span) => days(year, span))),
    makeUpWorkdays,
    makeUpHours: workday,
  };
}
