import { Temporal } from 'temporal-polyfill';
import { dueKeys } from '../../shared/store/due.ts';
import { entity } from '../../shared/store/entity.ts';
import { type Handover, handoverSchema } from './handover.ts';
import { type Phase, phaseSchema } from './phase.ts';

const table = 'handovers';

/** Partitions of lists of handovers: of an estate, of a phase by state, of a home. */
export const handoverLists = {
  phases: (estateId: string) => `ESTATE#${estateId}#PHASES`,
  ofPhase: (phaseId: string) => `PHASE#${phaseId}#HANDOVERS`,
  ofUnit: (unitId: string) => `UNIT#${unitId}#HANDOVERS`,
  handovers: (estateId: string) => `ESTATE#${estateId}#HANDOVERS`,
};

export const phases = entity<Phase, { phaseId: string }>({
  table,
  type: 'phase',
  schema: phaseSchema,
  key: ({ phaseId }) => ({ pk: `PHASE#${phaseId}`, sk: 'PHASE' }),
  indexes: ({ estateId, from, phaseId, updatedAt }) => ({
    listsPk: handoverLists.phases(estateId),
    listsSk: `${from}#${phaseId}`,
    updatesPk: handoverLists.phases(estateId),
    updatesSk: `${updatedAt}#${phaseId}`,
  }),
});

export const handovers = entity<Handover, { handoverId: string }>({
  table,
  type: 'handover',
  schema: handoverSchema,
  key: ({ handoverId }) => ({ pk: `HANDOVER#${handoverId}`, sk: 'HANDOVER' }),
  indexes: ({ handoverId, estateId, phaseId, unitId, unitLabel, state, updatedAt, nextDueAt }) => ({
    listsPk: handoverLists.ofPhase(phaseId),
    listsSk: `${state}#${unitLabel}#${handoverId}`,
    minePk: handoverLists.ofUnit(unitId),
    mineSk: handoverId,
    updatesPk: handoverLists.handovers(estateId),
    updatesSk: `${updatedAt}#${handoverId}`,
    ...(nextDueAt && dueKeys('handover', handoverId, nextDueAt, Temporal.Instant.from(updatedAt))),
  }),
});
