import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { entity } from '../../../../shared/store/entity.ts';
import { list, type Page } from '../../../../shared/store/table.ts';
import { isFree, type Slot, type StationPlan, slotSchema, stationPlanSchema } from './slot.ts';

const table = 'handovers';

export const stationPlans = entity<StationPlan, Pick<StationPlan, 'phaseId' | 'day' | 'name'>>({
  table,
  type: 'handover-station',
  schema: stationPlanSchema,
  key: ({ phaseId, day, name }) => ({ pk: `DAYS#${phaseId}`, sk: `DAY#${day}#${name}` }),
});

/** Slots lie by phase and in the order of time; each counts for itself, so that people who book at once meet at one slot only. */
export const slots = entity<Slot, { phaseId: string; slotId: string }>({
  table,
  type: 'handover-slot',
  schema: slotSchema,
  key: ({ phaseId, slotId }) => ({ pk: `SLOTS#${phaseId}`, sk: `SLOT#${slotId}` }),
});

const codeSchema = z.object({ phaseId: z.string(), code: z.string(), handoverId: z.string() });

/** What is said at the door, by phase. */
export const bookingCodes = entity<z.infer<typeof codeSchema>, { phaseId: string; code: string }>({
  table,
  type: 'booking-code',
  schema: codeSchema,
  key: ({ phaseId, code }) => ({ pk: `CODE#${phaseId}#${code}`, sk: 'CODE' }),
});

export const waitingSchema = z.object({
  phaseId: z.string(),
  handoverId: z.string(),
  unitLabel: z.string(),
  /** The day that is wished for; any day when absent. */
  day: dateSchema.optional(),
  since: z.string(),
  /** We cancelled the slot that he had: he stands before all others, by the time of that slot. */
  lostSlotId: z.string().optional(),
});
export type Waiting = z.infer<typeof waitingSchema>;

/** Those who wait for a day (or for any): who lost his time through us, then who came first. */
export const waitingList = entity<Waiting, Pick<Waiting, 'phaseId' | 'handoverId' | 'day' | 'since' | 'lostSlotId'>>({
  table,
  type: 'waiting-for-slot',
  schema: waitingSchema,
  key: ({ phaseId, handoverId, day = 'any', since, lostSlotId }) => ({
    pk: `WAIT#${phaseId}`,
    // '!' sorts before every instant.
    sk: `${day}#${lostSlotId === undefined ? since : `!${lostSlotId}`}#${handoverId}`,
  }),
});

/** A page of slots of a phase, of one day when it is given, in the order of time. */
export function slotsOf(
  phaseId: string,
  page: { limit: number; cursor?: string | undefined; day?: string | undefined },
): Promise<Page<Slot>> {
  const { day, limit, cursor } = page;
  const { pk: partition } = slots.key({ phaseId, slotId: '' });
  return list(slots, { partition, sort: { beginsWith: `SLOT#${day ?? ''}` }, limit, cursor });
}

/** A page of the stations of a phase, of one day when it is given, in the order of days. */
export function stationsOf(
  phaseId: string,
  page: { limit: number; cursor?: string | undefined; day?: string | undefined },
): Promise<Page<StationPlan>> {
  const { day, limit, cursor } = page;
  const { pk: partition } = stationPlans.key({ phaseId, day: '', name: '' });
  return list(stationPlans, { partition, sort: { beginsWith: `DAY#${day ?? ''}` }, limit, cursor });
}

/** Every slot of a phase, of one day when it is given. */
export async function everySlot(phaseId: string, day?: string): Promise<Slot[]> {
  const all: Slot[] = [];
  let cursor: string | undefined;
  do {
    const page = await slotsOf(phaseId, { limit: 200, cursor, day });
    all.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}

/** The first free slots of a phase, of one day when it is given. */
export async function firstFree(
  phaseId: string,
  now: Temporal.Instant,
  { most, day }: { most: number; day?: string | undefined },
): Promise<Slot[]> {
  const found: Slot[] = [];
  let cursor: string | undefined;
  do {
    const page = await slotsOf(phaseId, { limit: 200, cursor, day });
    found.push(...page.items.filter((slot) => isFree(slot, now)));
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < most);
  return found.slice(0, most);
}
