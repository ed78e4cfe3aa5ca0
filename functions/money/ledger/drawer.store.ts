import * as z from 'zod';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem } from '../../../shared/store/table.ts';
import {
  type DrawerCount,
  type DrawerDifference,
  type DrawerHandover,
  drawerCountSchema,
  drawerDifferenceSchema,
  drawerHandoverSchema,
} from './drawer.ts';

const table = 'ledger';

const drawerSchema = z
  .object({
    estateId: z.string(),
    cashierId: z.string(),
    /** The last handover that was offered. Only this one can be accepted. */
    handoverId: z.string().optional(),
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

export const drawerHandovers = entity<DrawerHandover, { handoverId: string }>({
  table,
  type: 'drawer-handover',
  schema: drawerHandoverSchema,
  key: ({ handoverId }) => ({ pk: `DRAWERHANDOVER#${handoverId}`, sk: 'DRAWERHANDOVER' }),
});

/** Differences of drawers, by status oldest first. */
export const drawerDifferences = entity<DrawerDifference, { differenceId: string }>({
  table,
  type: 'drawer-difference',
  schema: drawerDifferenceSchema,
  key: ({ differenceId }) => ({ pk: `DRAWERDIFFERENCE#${differenceId}`, sk: 'DRAWERDIFFERENCE' }),
  indexes: ({ estateId, status, day, differenceId }) =>
    indexKeys('lists', differencesIn(estateId, status), day, differenceId),
});

/** Returns the partition of the differences of an estate in a status. */
export function differencesIn(estateId: string, status: DrawerDifference['status']): string {
  return `ESTATE#${estateId}#DRAWERDIFFERENCES#${status}`;
}
