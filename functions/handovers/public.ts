import { get, getMany } from '../../shared/store/table.ts';
import type { Handover } from './handover.ts';
import { type Home, handovers, homes, phases } from './handovers-store.ts';
import { type Incident, incidents } from './plan/incident.ts';
import type { Phase } from './plan/phase.ts';
import type { TitleDossier } from './title/title-dossier.ts';
import { titleDossiers } from './title/title-store.ts';

export { stepWords as titleStepWords } from './title/title-words.ts';

/** A handover. Undefined when there is none. */
export function handoverOf(handoverId: string): Promise<Handover | undefined> {
  return get(handovers, { handoverId });
}

/** A phase. Undefined when there is none. */
export function phaseOf(phaseId: string): Promise<Phase | undefined> {
  return get(phases, { phaseId });
}

/** An incident. Undefined when there is none. */
export function incidentOf(incidentId: string): Promise<Incident | undefined> {
  return get(incidents, { incidentId });
}

/**
 * Homes that are handed over by a phase, of at most 100 units: until its `deliveredOn`, or for good where that is absent, the
 * developer owes what a home costs, from that day on its owner (R3.5). A unit that was never in a phase is not among them.
 */
export async function homesOf(unitIds: readonly string[]): Promise<ReadonlyMap<string, Home>> {
  const found = await getMany(
    homes,
    unitIds.map((unitId) => ({ unitId })),
  );
  return new Map(found.map((home) => [home.unitId, home]));
}

/** A dossier of title. Undefined when there is none. */
export function titleDossierOf(dossierId: string): Promise<TitleDossier | undefined> {
  return get(titleDossiers, { dossierId });
}
