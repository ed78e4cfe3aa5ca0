import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { stageIn } from '../../../shared/store/stages.ts';
import { getMany, list } from '../../../shared/store/table.ts';
import type { Slot } from './appointment-slots.ts';
import { type OrderStage, orderOf, orderStages, type WorkOrder, workOrderSchema } from './work-order.ts';

const table = 'tickets';

/** Partitions of the lists of work orders: of an estate and a technician by stage, and in order of change. */
export const workOrderLists = {
  ofEstate: (estateId: string, stage: OrderStage) => `ESTATE#${estateId}#WORKORDERS#${stage}`,
  ofTechnician: (staffId: string, stage: OrderStage) => `STAFF#${staffId}#WORKORDERS#${stage}`,
  changesOf: (estateId: string) => `ESTATE#${estateId}#WORKORDERS`,
};

/** Kind of work orders in the due index. */
export const dueKind = 'work-order';

export const workOrders = entity<WorkOrder, { workOrderId: string }>({
  table,
  type: 'work-order',
  schema: workOrderSchema,
  key: ({ workOrderId }) => ({ pk: `WORKORDER#${workOrderId}`, sk: 'WORKORDER' }),
  indexes: (order) => {
    const { workOrderId, estateId, technicianId, updatedAt, nextTryAt } = order;
    const stage = stageIn(orderStages, order.status);
    const place = [orderOf(order), workOrderId];
    return {
      ...indexKeys('lists', workOrderLists.ofEstate(estateId, stage), ...place),
      ...indexKeys('updates', workOrderLists.changesOf(estateId), updatedAt, workOrderId),
      ...(technicianId && indexKeys('mine', workOrderLists.ofTechnician(technicianId, stage), ...place)),
      ...dueKeys(dueKind, workOrderId, nextTryAt, updatedAt),
    };
  },
});

/** Number of unfinished orders of a technician. */
export const loads = entity<{ staffId: string; openOrders: number }, { staffId: string }>({
  table,
  type: 'TechnicianLoad',
  schema: z.object({ staffId: z.string(), openOrders: z.number().int() }),
  key: ({ staffId }) => ({ pk: `LOAD#${staffId}`, sk: 'LOAD' }),
});

const bookedSlotSchema = z
  .object({
    technicianId: z.string(),
    from: z.string(),
    to: z.string(),
    workOrderId: z.string(),
    estateId: z.string(),
  })
  .meta({ id: 'BookedSlot' });
export type BookedSlot = z.infer<typeof bookedSlotSchema>;

/** Days after which a booked slot is deleted. The appointment stays in the order's events. */
const keptDays = 90;

/** A booked slot of a technician. Each is one item, so that it cannot be booked twice. */
export const bookedSlots = entity<BookedSlot, { technicianId: string; from: string }>({
  table,
  type: 'BookedSlot',
  schema: bookedSlotSchema,
  key: ({ technicianId, from }) => ({ pk: slotsOf(technicianId), sk: `AT#${from}` }),
  indexes: ({ to }) => ({ expiresAt: Math.floor(toInstant(to).epochMilliseconds / 1000) + keptDays * 86_400 }),
});

function slotsOf(technicianId: string): string {
  return `SLOT#${technicianId}`;
}

/** Returns the load of each technician; one who never had an order is missing. One request for up to 100. */
export async function loadsOf(staffIds: readonly string[]): Promise<Map<string, number>> {
  if (staffIds.length === 0) return new Map();
  const found = await getMany(
    loads,
    staffIds.map((staffId) => ({ staffId })),
  );
  return new Map(found.map((one) => [one.staffId, one.openOrders]));
}

/** The longest slot that a policy allows, in milliseconds. Slots that began earlier are over. */
const longestSlotMs = 480 * 60_000;

/** Returns a technician's booked slots that may overlap a time. Needs one query. */
export async function bookedBetween(technicianId: string, { from, to }: Slot): Promise<BookedSlot[]> {
  const earliest = toInstant(from).subtract({ milliseconds: longestSlotMs });
  const found = await list(bookedSlots, {
    partition: slotsOf(technicianId),
    sort: { from: `AT#${earliest}`, to: `AT#${to}` },
    limit: 500,
  });
  return found.items;
}
