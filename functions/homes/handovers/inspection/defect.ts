import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import { endOfDay } from '../../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import type { Handover } from '../handover.ts';
import { parts } from '../statutory-warranty.ts';
import type { DefectFacts } from './defect-state.ts';
import type { ItemState } from './inspection.ts';
import { liables, severities } from './severity.ts';

export const defectStates = ['open', 'rectified', 'closed'] as const;

/** A defect (质量问题) of a home, from a failed inspection item. Days in the estate's zone. */
export const defectSchema = z
  .object({
    defectId: z.string(),
    estateId: z.string(),
    phaseId: z.string(),
    handoverId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    buyerId: z.string(),
    itemId: z.string(),
    room: z.string(),
    part: parts,
    trade: z.string(),
    note: z.string(),
    /** File ids of the handover. */
    photos: z.array(z.string()),
    severity: z.enum(severities),
    liable: z.enum(liables),
    contractor: z.string().optional(),
    state: z.enum(defectStates),
    foundOn: dateSchema,
    dueOn: dateSchema,
    /** Whether the defect is open after its due day. */
    overdue: z.boolean(),
    /** Number of rectifications that were rejected. */
    rejections: z.int(),
    /** Ids of the people who rectified the defect. */
    rectifiedBy: z.array(z.string()),
    /** Findings of the last re-inspection. */
    findings: z.string().optional(),
    /** The finder corrected the result, or a supervisor set it aside. No work is due. */
    withdrawn: z.boolean(),
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'DefectRecord' });
export type Defect = z.infer<typeof defectSchema>;

/** Returns the id of an item's defect. An item of a home has one defect. */
export function defectIdOf(handoverId: string, itemId: string): string {
  return derivedId('dft', handoverId, itemId);
}

/** Builds the defect from its item's records. Its version is the number of those records. */
export function defectOf(handover: Handover, item: ItemState, facts: DefectFacts, at: string, zone: string): Defect {
  const { handoverId, estateId, phaseId, unitId, unitLabel, buyerId } = handover;
  const { found, severity, state, overdue, rejections, rectifiedBy, findings } = facts;
  return {
    handoverId,
    estateId,
    phaseId,
    unitId,
    unitLabel,
    buyerId,
    defectId: defectIdOf(handoverId, item.itemId),
    itemId: item.itemId,
    room: found.room,
    part: found.part,
    trade: found.trade,
    note: found.note,
    photos: found.photos,
    severity,
    liable: found.liable,
    state,
    foundOn: found.day,
    dueOn: found.dueOn,
    overdue,
    rejections,
    ...(found.contractor !== undefined && { contractor: found.contractor }),
    rectifiedBy: [...rectifiedBy],
    ...(findings !== undefined && { findings }),
    withdrawn: false,
    ...(state === 'open' && !overdue && { nextDueAt: endOfDay(found.dueOn, zone) }),
    updatedAt: at,
    version: item.records,
  };
}
