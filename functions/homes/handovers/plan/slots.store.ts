import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { entity } from '../../../../shared/store/entity.ts';
import { everyItem, list, type Page } from '../../../../shared/store/table.ts';
import { isFree, type Slot, type StationPlan, slotSchema, stationPlanSchema } from './slot.ts';

const table = 'handovers';

export const stationPlans = entity<StationPlan, Pick<StationPlan, 'phaseId' | 'day' | 'name'>>({
  table,
  type: 'handover-station',
  schema: stationPlanSchema,
  key: ({ phaseId, day, name }) => ({ pk: `DAYS#${phaseId}`, sk: `DAY#${day}#${name}` }),
});

/**
 * Slots of a phase in order of time. Each slot is its own item, so concurrent bookings only contend for the
 * same slot.
 */
export const slots = entity<Slot, { phaseId: string; slotId: string }>({
  table,
  type: 'handover-slot',
  schema: slotSchema,
  key: ({ phaseId, slotId }) => ({ pk: `SLOTS#${phaseId}`, sk: `SLOT#${slotId}` }),
});

const codeSchema = z.object({ phaseId: z.string(), code: z.string(), handoverId: z.string() }).meta({ id: 'Code' });

/** Check-in codes of bookings, by phase. */
export const bookingCodes = entity<z.infer<typeof codeSchema>, { phaseId: string; code: string }>({
  table,
  type: 'booking-code',
  schema: codeSchema,
  key: ({ phaseId, code }) => ({ pk: `CODE#${phaseId}#${code}`, sk: 'CODE' }),
});

export const waitingSchema = z
  .object({
    phaseId: z.string(),
    handoverId: z.string(),
    unitLabel: z.string(),
    /** Desired day; any day when absent. */
    day: dateSchema.optional(),
    since: z.string(),
    /** Slot that the developer cancelled. Such entries come first, in order of that slot. */
    lostSlotId: z.string().optional(),
  })
  .meta({ id: 'WaitingHome' });
export type Waiting = z.infer<typeof waitingSchema>;

/** Waiting list by day or any day: cancelled bookings first, then by time of joining. */
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

interface OfDay {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly day?: string | undefined;
}

function slotListing(phaseId: string, day = '') {
  return { partition: slots.key({ phaseId, slotId: '' }).pk, sort: { beginsWith: `SLOT#${day}` } };
}

/** Returns a page of slots of a phase or one of its days, in order of time. */
export function slotsOf(phaseId: string, { day, limit, cursor }: OfDay): Promise<Page<Slot>> {
  return list(slots, { ...slotListing(phaseId, day), limit, cursor });
}

/** Returns a page of stations of a phase or one of its days, by day. */
export function stationsOf(phaseId: string, { day = '', limit, cursor }: OfDay): Promise<Page<StationPlan>> {
  const { pk: partition } = stationPlans.key({ phaseId, day: '', name: '' });
  return list(stationPlans, { partition, sort: { beginsWith: `DAY#${day}` }, limit, cursor });
}

/** Returns every slot of a phase or one of its days. */
export function everySlot(phaseId: string, day?: string): Promise<Slot[]> {
  return Array.fromAsync(everyItem(slots, slotListing(phaseId, day)));
}

/** Returns the first free slots of a phase or one of its days. */
export async function firstFree(
  phaseId: string,
  now: Temporal.Instant,
  { most, day }: { most: number; day?: string | undefined },
): Promise<Slot[]> {
  const found: Slot[] = [];
  for await (const slot of everyItem(slots, slotListing(phaseId, day))) {
    if (isFree(slot, now)) found.push(slot);
    if (found.length === most) break;
  }
  return found;
}
