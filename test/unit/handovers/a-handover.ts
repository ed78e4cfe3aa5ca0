import type { Handover } from '../../../functions/handovers/handover.ts';

/** A handover whose buyer was written to, with these differences. */
export function aHandover(changes: Partial<Handover>): Handover {
  return {
    ...{ handoverId: 'hnd_1', estateId: 'e', phaseId: 'phs_1', unitId: 'u1', unitLabel: '1-101', building: '1' },
    ...{ buyerId: 'p1', state: 'notified', noShows: 0, reschedules: 0, papersGiven: [], blockingDefects: 0 },
    ...{ openDefects: 0, updatedAt: '2026-05-01T00:00:00Z', version: 1 },
    ...changes,
  };
}
