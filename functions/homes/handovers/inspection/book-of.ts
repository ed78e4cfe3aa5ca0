import { knownEstate } from '../estate-for.ts';
import type { Handover } from '../handover.ts';
import { recordsOf } from './inspection.store.ts';
import type { Book } from './record-inspection.ts';

/**
 * Loads the inspection of a home. The handover is read before its records, so its version reveals records
 * added meanwhile.
 */
export async function bookOf(handover: Handover): Promise<Book> {
  const [records, estate] = await Promise.all([recordsOf(handover.handoverId), knownEstate(handover.estateId)]);
  return { handover, records, zone: estate.calendar.zone };
}
