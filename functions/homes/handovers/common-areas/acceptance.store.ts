import { dueKeys } from '../../../../shared/events/due.ts';
import { entity, indexKeys } from '../../../../shared/store/entity.ts';
import { everyItem } from '../../../../shared/store/table.ts';
import { type Acceptance, type AcceptanceItem, acceptanceSchema, itemSchema } from './acceptance.ts';

const table = 'handovers';

/** Index partition of the common-area acceptances of an estate. */
export const acceptancesOf = (estateId: string) => `ESTATE#${estateId}#ACCEPTANCES`;

export const acceptances = entity<Acceptance, { acceptanceId: string }>({
  table,
  type: 'acceptance',
  schema: acceptanceSchema,
  key: ({ acceptanceId }) => ({ pk: `ACCEPTANCE#${acceptanceId}`, sk: 'ACCEPTANCE' }),
  indexes: ({ acceptanceId, estateId, updatedAt }) => ({
    ...indexKeys('updates', acceptancesOf(estateId), updatedAt, acceptanceId),
  }),
});

/** Items of a common-area acceptance, in its partition. They change under its version. */
export const acceptanceItems = entity<AcceptanceItem, { acceptanceId: string; itemId: string }>({
  table,
  type: 'acceptance-item',
  schema: itemSchema,
  key: ({ acceptanceId, itemId }) => ({ pk: `ACCEPTANCE#${acceptanceId}`, sk: `ITEM#${itemId}` }),
  indexes: ({ acceptanceId, itemId, updatedAt, nextDueAt }) => ({
    ...dueKeys('acceptance-item', `${acceptanceId}#${itemId}`, nextDueAt, updatedAt),
  }),
});

/** Returns all items of a common-area acceptance; at most 80. */
export async function itemsOf(acceptanceId: string): Promise<AcceptanceItem[]> {
  const { pk } = acceptances.key({ acceptanceId });
  return Array.fromAsync(everyItem(acceptanceItems, { partition: pk, sort: { beginsWith: 'ITEM#' }, limit: 200 }));
}
