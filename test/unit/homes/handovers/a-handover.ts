import { defaultGates } from '../../../../functions/homes/handovers/gates.ts';
import type { Handover } from '../../../../functions/homes/handovers/handover.ts';
import type { Phase } from '../../../../functions/homes/handovers/plan/phase.ts';
import { defaultWarrantyTerms } from '../../../../functions/homes/handovers/statutory-warranty.ts';

/** Returns a handover whose buyer is notified, with these differences. */
export function aHandover(changes: Partial<Handover>): Handover {
  return {
    handoverId: 'hnd_1',
    estateId: 'e',
    phaseId: 'phs_1',
    unitId: 'u1',
    unitLabel: '1-101',
    building: '1',
    buyerId: 'p1',
    state: 'notified',
    noShows: 0,
    reschedules: 0,
    papersGiven: [],
    blockingDefects: 0,
    openDefects: 0,
    updatedAt: '2026-05-01T00:00:00Z',
    version: 1,
    ...changes,
  };
}

/** Returns a phase whose buyers are notified, with these differences. */
export function aPhase(changes: Partial<Phase>): Phase {
  return {
    phaseId: 'phs_1',
    estateId: 'e',
    name: '1',
    buildings: ['1'],
    acceptedOn: '2024-01-10',
    filing: '1',
    from: '2026-06-01',
    to: '2026-06-10',
    noticeDays: 10,
    managerId: 'm',
    papers: [],
    gates: [...defaultGates],
    warranty: defaultWarrantyTerms,
    state: 'announced',
    homes: 5,
    leftOut: 0,
    announced: 5,
    slice: 0,
    plannedAt: '2026-04-01T00:00:00Z',
    plannedBy: 'm',
    updatedAt: '2026-04-01T00:00:00Z',
    version: 1,
    ...changes,
  };
}
