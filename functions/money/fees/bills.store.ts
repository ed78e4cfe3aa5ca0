import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type HandDelivery, handDeliverySchema } from './hand-delivery.ts';
import { type Waiver, waiverSchema } from './waiver.ts';

const table = 'ledger';

/**
 * Partitions of the lists about bills: by status in the order of work, by bill, and in the order of change.
 */
export const billLists = {
  waivers: (estateId: string) => `ESTATE#${estateId}#WAIVERS`,
  waiversIn: (estateId: string, status: string) => `ESTATE#${estateId}#WAIVERS#${status}`,
  waiversOf: (billId: string) => `BILL#${billId}#WAIVERS`,
  handDeliveries: (estateId: string) => `ESTATE#${estateId}#HANDDELIVERIES`,
};

export const waivers = entity<Waiver, { waiverId: string }>({
  table,
  type: 'waiver',
  schema: waiverSchema,
  key: ({ waiverId }) => ({ pk: `WAIVER#${waiverId}`, sk: 'WAIVER' }),
  indexes: ({ waiverId, estateId, billId, status, asked, updatedAt }) => ({
    ...indexKeys('lists', billLists.waiversIn(estateId, status), asked.at, waiverId),
    ...indexKeys('mine', billLists.waiversOf(billId), asked.at, waiverId),
    ...indexKeys('updates', billLists.waivers(estateId), updatedAt, waiverId),
  }),
});

/** Bills to deliver by hand, sorted by unit as one walks through the building. */
export const handDeliveries = entity<HandDelivery, { billId: string }>({
  table,
  type: 'hand-delivery',
  schema: handDeliverySchema,
  key: ({ billId }) => ({ pk: `HANDDELIVERY#${billId}`, sk: 'HANDDELIVERY' }),
  indexes: ({ billId, estateId, unitLabel }) =>
    indexKeys('lists', billLists.handDeliveries(estateId), unitLabel, billId),
});
