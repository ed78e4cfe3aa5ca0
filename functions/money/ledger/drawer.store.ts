import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem } from '../../../shared/store/table.ts';
import {
  type DrawerCount,
  type DrawerDifference,
  type DrawerHandover,
  drawerCountSchema,
  drawerHandoverSchema,
  lastCountSchema,
  storedDifferenceSchema,
} from './drawer.ts';
import { type DrawerDay, drawerDaySchema } from './drawer-day.ts';

const table = 'ledger';

const drawerSchema = z
  .object({
    estateId: z.string(),
    cashierId: z.string(),
    /** The last handover that was offered. Only this one can be accepted. */
    handoverId: z.string().optional(),
    /** Its last count. */
    lastCount: lastCountSchema.optional(),
    version: z.int(),
  })
  .meta({ id: 'Drawer' });
export type Drawer = z.infer<typeof drawerSchema>;

/** The drawer of a cashier. Its version lets one count at a time post a difference. */
export const drawers = entity<Drawer, { estateId: string; cashierId: string }>({
  table,
  type: 'drawer',
  schema: drawerSchema,
  key: ({ estateId, cashierId }) => ({ pk: `DRAWER#${estateId}#${cashierId}`, sk: 'DRAWER' }),
});

/** Counts of drawers by day. The close of a day reads them consistently. */
export const drawerCounts = entity<DrawerCount, Pick<DrawerCount, 'estateId' | 'day' | 'countId'>>({
  table,
  type: 'drawer-count',
  schema: drawerCountSchema,
  key: ({ estateId, day, countId }) => ({ pk: countsPartition(estateId, day), sk: `COUNT#${countId}` }),
});

/** Returns the partition of the counts of a day. */
export function countsPartition(estateId: string, day: string): string {
  return `DRAWERCOUNTS#${estateId}#${day}`;
}

/** Lists every count of a day. */
export function countsOfDay(estateId: string, day: string): Promise<DrawerCount[]> {
  return Array.fromAsync(everyItem(drawerCounts, { partition: countsPartition(estateId, day) }));
}

/** The kind under which drawers fall due whose day was not counted or whose cash was not deposited. */
export const dueDrawers = 'drawer-day';

/** The drawer of a cashier on a day. A drawer that nobody opened by a count has none. */
export const drawerDays = entity<DrawerDay, { drawerDayId: string }>({
  table,
  type: 'drawer-day',
  schema: drawerDaySchema,
  key: ({ drawerDayId }) => ({ pk: `DRAWERDAY#${drawerDayId}`, sk: 'DRAWERDAY' }),
  indexes: ({ drawerDayId, estateId, day, lookAt, updatedAt, ...drawerDay }) => ({
    ...indexKeys('lists', drawerDaysIn(estateId, stateOf(drawerDay)), day, drawerDayId),
    ...dueKeys(dueDrawers, drawerDayId, lookAt, updatedAt),
  }),
});

/** The states by which drawers of days are listed. */
export const drawerDayStates = ['open', 'closed', 'overdue'] as const;

function stateOf({ status, overdue }: Pick<DrawerDay, 'status' | 'overdue'>): (typeof drawerDayStates)[number] {
  return overdue ? 'overdue' : status;
}

/** Returns the partition of the drawers of days of an estate in a state. */
export function drawerDaysIn(estateId: string, state: (typeof drawerDayStates)[number]): string {
  return `ESTATE#${estateId}#DRAWERDAYS#${state}`;
}

/** Returns the id of the drawer of a cashier on a day. */
export function drawerDayIdOf(estateId: string, cashierId: string, day: string): string {
  return derivedId('drd', estateId, cashierId, day);
}

export const drawerHandovers = entity<DrawerHandover, { handoverId: string }>({
  table,
  type: 'drawer-handover',
  schema: drawerHandoverSchema,
  key: ({ handoverId }) => ({ pk: `DRAWERHANDOVER#${handoverId}`, sk: 'DRAWERHANDOVER' }),
});

/** The kind under which differences fall due that nobody cleared. */
export const dueDifferences = 'drawer-difference';

/** Differences of drawers and slips, by status oldest first. */
export const drawerDifferences = entity<DrawerDifference, { differenceId: string }>({
  table,
  type: 'drawer-difference',
  schema: storedDifferenceSchema,
  key: ({ differenceId }) => ({ pk: `DRAWERDIFFERENCE#${differenceId}`, sk: 'DRAWERDIFFERENCE' }),
  indexes: ({ estateId, status, day, differenceId, lookAt, updatedAt }) => ({
    ...indexKeys('lists', differencesIn(estateId, status), day, differenceId),
    ...dueKeys(dueDifferences, differenceId, lookAt, updatedAt),
  }),
});

/** Returns the partition of the differences of an estate in a status. */
export function differencesIn(estateId: string, status: DrawerDifference['status']): string {
  return `ESTATE#${estateId}#DRAWERDIFFERENCES#${status}`;
}

/** Returns the id of the difference of a slip, from the entry of its arrival. */
export function slipDifferenceId(entryId: string): string {
  return derivedId('sdf', entryId);
}
