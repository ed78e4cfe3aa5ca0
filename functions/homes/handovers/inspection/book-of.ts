import { knownEstate } from '../estate-for.ts';
import type { Handover } from '../handover.ts';
import { recordsOf } from './inspection.store.ts';
import type { Book } from './record-inspection.ts';

/** The inspection of a home. The handover was read before its records: what was added in between is found by its version. */
export async function bookOf(handover: Handover): Promise<Book> {
  const [records, estate] = await Promise.all([recordsOf(handover.handoverId), knownEstate(handover.estateId)]);
  return { handover, records, zone: estate.calendar.zone };
}
