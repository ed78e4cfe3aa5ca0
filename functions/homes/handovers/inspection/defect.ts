import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import type { Handover } from '../handover.ts';
import { parts } from '../warranty-terms.ts';
import type { DefectFacts } from './defect-state.ts';
import type { ItemState } from './inspection.ts';
import { liables, severities } from './severity.ts';

export const defectStates = ['open', 'rectified', 'closed'] as const;

/** A defect (质量问题) of a home: what an item that failed became. Days in the estate's zone. */
export const defectSchema = z.object({
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
  /** Files of the handover. */
  photos: z.array(z.string()),
  severity: z.enum(severities),
  liable: z.enum(liables),
  contractor: z.string().optional(),
  state: z.enum(defectStates),
  foundOn: dateSchema,
  dueOn: dateSchema,
  overdue: z.boolean(),
  rejections: z.int(),
  rectifiedBy: z.array(z.string()),
  /** What the last look at it found. */
  findings: z.string().optional(),
  /** Whoever found it has corrected himself, or a supervisor has set it aside: nobody has to put it right. */
  withdrawn: z.boolean(),
  nextDueAt: z.string().optional(),
  updatedAt: z.string(),
  version: z.int(),
});
export type Defect = z.infer<typeof defectSchema>;

/** One thing of a home has one defect, however often it is written down. */
export function defectIdOf(handoverId: string, itemId: string): string {
  return derivedId('dft', handoverId, itemId);
}

/** The day until which a defect found on a day has to be right. */
export function dueOnOf(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The first instant at which something due on a day is overdue, on the wall of the zone. */
export function overdueFrom(dueOn: string, zone: string): string {
  return Temporal.PlainDate.from(dueOn).add({ days: 1 }).toZonedDateTime(zone).toInstant().toString();
}

/** The defect as its item's records make it; its version is the number of those records when it last changed. */
export function defectOf(handover: Handover, item: ItemState, facts: DefectFacts, at: string, zone: string): Defect {
  const { handoverId, estateId, phaseId, unitId, unitLabel, buyerId } = handover;
  const { found, severity, state, overdue, rejections, rectifiedBy, findings } = facts;
  return {
    ...{ handoverId, estateId, phaseId, unitId, unitLabel, buyerId },
    defectId: defectIdOf(handoverId, item.itemId),
    itemId: item.itemId,
    ...{ room: found.room, part: found.part, trade: found.trade, note: found.note, photos: found.photos },
    ...{ severity, liable: found.liable, state, foundOn: found.day, dueOn: found.dueOn, overdue, rejections },
    ...(found.contractor !== undefined && { contractor: found.contractor }),
    rectifiedBy: [...rectifiedBy],
    ...(findings !== undefined && { findings }),
    withdrawn: false,
    ...(state === 'open' && !overdue && { nextDueAt: overdueFrom(found.dueOn, zone) }),
    updatedAt: at,
    version: item.records,
  };
}
