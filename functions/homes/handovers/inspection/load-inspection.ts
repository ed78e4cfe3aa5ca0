import { requireEstate } from '../../../register/owners/public.ts';
import type { Handover } from '../handover.ts';
import { recordsOf } from './inspection.store.ts';
import type { Inspection } from './record-inspection.ts';

/**
 * Loads the inspection of a home. The handover is read before its records, so its version reveals records
 * added meanwhile.
 */
export async function loadInspection(handover: Handover): Promise<Inspection> {
  const [records, estate] = await Promise.all([recordsOf(handover.handoverId), requireEstate(handover.estateId)]);
  return { handover, records, zone: estate.calendar.zone };
}
