import { addDays, correspondingDay } from '../../shared/kernel/periods.ts';
import { today } from './ledger-fixtures.ts';

/** Returns the first and the last day of whole calendar months from next month on, `skip` months later. */
export function monthsAhead(months: number, skip = 0): { from: string; to: string } {
  const first = correspondingDay(`${today().slice(0, 8)}01`, { months: 1 + skip });
  return { from: first, to: addDays(correspondingDay(first, { months }), -1) };
}
