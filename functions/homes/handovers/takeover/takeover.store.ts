import { Temporal } from 'temporal-polyfill';
import { dueKeys } from '../../../../shared/events/due.ts';
import { entity } from '../../../../shared/store/entity.ts';
import { list } from '../../../../shared/store/table.ts';
import { itemSchema, type Takeover, type TakeoverItem, takeoverSchema } from './takeover.ts';

const table = 'handovers';

/** Index partition of the common-area acceptances of an estate. */
export const takeoversOf = (estateId: string) => `ESTATE#${estateId}#TAKEOVERS`;

export const takeovers = entity<Takeover, { takeoverId: string }>({
  table,
  type: 'takeover',
  schema: takeoverSchema,
  key: ({ takeoverId }) => ({ pk: `TAKEOVER#${takeoverId}`, sk: 'TAKEOVER' }),
  indexes: ({ takeoverId, estateId, updatedAt }) => ({
    updatesPk: takeoversOf(estateId),
    updatesSk: `${updatedAt}#${takeoverId}`,
  }),
});

/** Items of a common-area acceptance, in its partition. They change under its version. */
export const takeoverItems = entity<TakeoverItem, { takeoverId: string; itemId: string }>({
  table,
  type: 'takeover-item',
  schema: itemSchema,
  key: ({ takeoverId, itemId }) => ({ pk: `TAKEOVER#${takeoverId}`, sk: `ITEM#${itemId}` }),
  indexes: ({ takeoverId, itemId, updatedAt, nextDueAt }) => ({
    ...(nextDueAt && dueKeys('takeover-item', `${takeoverId}#${itemId}`, nextDueAt, Temporal.Instant.from(updatedAt))),
  }),
});

/** Returns all items of a common-area acceptance; at most 80. */
export async function itemsOf(takeoverId: string): Promise<TakeoverItem[]> {
  const { pk } = takeovers.key({ takeoverId });
  return (await list(takeoverItems, { partition: pk, sort: { beginsWith: 'ITEM#' }, limit: 200 })).items;
}
