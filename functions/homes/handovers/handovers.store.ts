import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type Handover, handoverSchema } from './handover.ts';
import { type Phase, phaseSchema } from './plan/phase.ts';

const table = 'handovers';

/** Index partitions: phases of an estate; handovers of a phase by state, of a unit, and of an estate. */
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
    ...indexKeys('lists', handoverLists.phases(estateId), from, phaseId),
    ...indexKeys('updates', handoverLists.phases(estateId), updatedAt, phaseId),
  }),
});

export const handovers = entity<Handover, { handoverId: string }>({
  table,
  type: 'handover',
  schema: handoverSchema,
  key: ({ handoverId }) => ({ pk: `HANDOVER#${handoverId}`, sk: 'HANDOVER' }),
  indexes: ({ handoverId, estateId, phaseId, unitId, unitLabel, state, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', handoverLists.ofPhase(phaseId), state, unitLabel, handoverId),
    ...indexKeys('mine', handoverLists.ofUnit(unitId), handoverId),
    ...indexKeys('updates', handoverLists.handovers(estateId), updatedAt, handoverId),
    ...dueKeys('handover', handoverId, nextDueAt, updatedAt),
  }),
});

/** Reasons why a unit of the phase's buildings is not in the phase. */
const leftOutReasons = ['no-owner', 'in-another-phase', 'by-hand'] as const;

export const leftOutSchema = z
  .object({
    phaseId: z.string(),
    unitId: z.string(),
    label: z.string(),
    why: z.enum(leftOutReasons),
    reason: z.string().optional(),
  })
  .meta({ id: 'ExcludedHome' });
export type LeftOut = z.infer<typeof leftOutSchema>;

/** Units left out of a phase, sorted by label. */
export const leftOutUnits = entity<LeftOut, Pick<LeftOut, 'phaseId' | 'label' | 'unitId'>>({
  table,
  type: 'left-out-unit',
  schema: leftOutSchema,
  key: ({ phaseId, label, unitId }) => ({ pk: `PHASE#${phaseId}`, sk: `LEFTOUT#${label}#${unitId}` }),
});

export const unprovenSchema = z
  .object({
    handoverId: z.string(),
    phaseId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    buyerId: z.string(),
    writtenOn: dateSchema,
    /** Why the notice did not arrive. */
    failed: z.string().optional(),
  })
  .meta({ id: 'UnprovenNotice' });
type Unproven = z.infer<typeof unprovenSchema>;

/** Homes whose notice has no proof of delivery, sorted by label. */
export const unprovenNotices = entity<Unproven, Pick<Unproven, 'phaseId' | 'unitLabel' | 'handoverId'>>({
  table,
  type: 'unproven-notice',
  schema: unprovenSchema,
  key: ({ phaseId, unitLabel, handoverId }) => ({
    pk: `PHASE#${phaseId}`,
    sk: `UNPROVEN#${unitLabel}#${handoverId}`,
  }),
});

const homeSchema = z
  .object({
    unitId: z.string(),
    handoverId: z.string(),
    phaseId: z.string(),
    /** Day of delivery in the estate's zone. Absent while not delivered. */
    deliveredOn: dateSchema.optional(),
  })
  .meta({ id: 'Home' });
export type Home = z.infer<typeof homeSchema>;

/**
 * The current handover of a home. A home is in one phase only. Its delivery day decides who pays its fees
 * (R3.5).
 */
export const homes = entity<Home, { unitId: string }>({
  table,
  type: 'home',
  schema: homeSchema,
  key: ({ unitId }) => ({ pk: `HOME#${unitId}`, sk: 'HOME' }),
});
