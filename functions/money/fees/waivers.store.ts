import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type Waiver, waiverSchema } from './waiver.ts';

const table = 'ledger';

/**
 * Partitions of the lists of waivers: by status in the order of work, by bill, and in the order of change.
 */
export const waiverLists = {
  waivers: (estateId: string) => `ESTATE#${estateId}#WAIVERS`,
  waiversIn: (estateId: string, status: string) => `ESTATE#${estateId}#WAIVERS#${status}`,
  waiversOf: (billId: string) => `BILL#${billId}#WAIVERS`,
};

export const waivers = entity<Waiver, { waiverId: string }>({
  table,
  type: 'waiver',
  schema: waiverSchema,
  key: ({ waiverId }) => ({ pk: `WAIVER#${waiverId}`, sk: 'WAIVER' }),
  indexes: ({ waiverId, estateId, billId, status, asked, updatedAt }) => ({
    ...indexKeys('lists', waiverLists.waiversIn(estateId, status), asked.at, waiverId),
    ...indexKeys('mine', waiverLists.waiversOf(billId), asked.at, waiverId),
    ...indexKeys('updates', waiverLists.waivers(estateId), updatedAt, waiverId),
  }),
});
