import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem, getMany } from '../../../shared/store/table.ts';
import { type Bill, billSchema, isOpen } from './bill.ts';
import { type HandDelivery, handDeliverySchema } from './hand-delivery.ts';

const table = 'ledger';

/** Partitions of the lists of bills. */
export const billLists = {
  bills: (estateId: string) => `ESTATE#${estateId}#BILLS`,
  billsOfRun: (runId: string) => `RUN#${runId}#BILLS`,
  billsOfPayer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#BILLS`,
  handDeliveries: (estateId: string) => `ESTATE#${estateId}#HANDDELIVERIES`,
};

/** Sort order of a payer's bills: open ones first, then by unit and due day. */
export const billOrder = {
  open: 'OPEN#',
  openOfUnit: (unitId: string) => `OPEN#${unitId}#`,
};

export const bills = entity<Bill, { billId: string }>({
  table,
  type: 'bill',
  schema: billSchema,
  key: ({ billId }) => ({ pk: `BILL#${billId}`, sk: 'BILL' }),
  indexes: (bill) => {
    const { billId, estateId, runId, unitId, unitLabel, payerId, dueOn, status, updatedAt } = bill;
    return {
      ...(runId !== undefined && indexKeys('lists', billLists.billsOfRun(runId), unitLabel, billId)),
      // A draft belongs to no payer's list yet.
      ...(status !== 'draft' && {
        ...indexKeys(
          'mine',
          billLists.billsOfPayer(estateId, payerId),
          isOpen(bill) ? 'OPEN' : 'DONE',
          unitId,
          dueOn,
          billId,
        ),
        ...indexKeys('updates', billLists.bills(estateId), updatedAt, billId),
      }),
    };
  },
});

const unitBillSchema = z.object({ unitId: z.string(), billId: z.string(), from: dateSchema }).meta({ id: 'UnitBill' });

/** Bills and credit notes of a unit, drafts included, by the first day billed. */
export const unitBills = entity<z.infer<typeof unitBillSchema>, z.infer<typeof unitBillSchema>>({
  table,
  type: 'unit-bill',
  schema: unitBillSchema,
  key: ({ unitId, from, billId }) => ({ pk: unitBillsOf(unitId), sk: `FROM#${from}#${billId}` }),
});

const unitBillsOf = (unitId: string) => `UNITBILLS#${unitId}`;

/** Returns the bills and credit notes of a unit that begin between two days, read consistently. */
export async function billsOfUnitBetween(unitId: string, from: string, to: string): Promise<Bill[]> {
  const sort = { from: `FROM#${from}`, to: `FROM#${to}~` };
  const found = await Array.fromAsync(everyItem(unitBills, { partition: unitBillsOf(unitId), sort }));
  return getMany(bills, found, { consistent: true });
}

/** Bills to deliver by hand, sorted by unit as one walks through the building. */
export const handDeliveries = entity<HandDelivery, { billId: string }>({
  table,
  type: 'hand-delivery',
  schema: handDeliverySchema,
  key: ({ billId }) => ({ pk: `HANDDELIVERY#${billId}`, sk: 'HANDDELIVERY' }),
  indexes: ({ billId, estateId, unitLabel }) =>
    indexKeys('lists', billLists.handDeliveries(estateId), unitLabel, billId),
});
