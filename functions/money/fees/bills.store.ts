import * as z from 'zod';
import { dateSchema, sortable } from '../../../shared/kernel/time.ts';
import { entity, indexKeys, rowKeys } from '../../../shared/store/entity.ts';
import { stageIn } from '../../../shared/store/stages.ts';
import { everyItem, getMany } from '../../../shared/store/table.ts';
import { type Bill, type BillStage, billSchema, billStages, isOpen } from './bill.ts';
import { type HandDelivery, handDeliverySchema } from './hand-delivery.ts';

const table = 'ledger';

/** Partitions of the lists of bills. Those of a run are entries beside the indexes. */
export const billLists = {
  ofEstate: (estateId: string, stage: BillStage) => `ESTATE#${estateId}#BILLS#${stage}`,
  changesOf: (estateId: string) => `ESTATE#${estateId}#BILLS`,
  billsOfRun: (runId: string) => `RUN#${runId}#BILLS`,
  billsOfPayer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#BILLS`,
  endsAsked: (estateId: string) => `ESTATE#${estateId}#BILLENDS`,
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
    const { billId, estateId, unitId, unitLabel, payerId, dueOn, status, updatedAt } = bill;
    // A draft is in the list of its run only.
    if (status === 'draft') return {};
    const stage = stageIn(billStages, status);
    const order = stage === 'owed' ? [dueOn, unitLabel] : [sortable(updatedAt)];
    const ofPayer = billLists.billsOfPayer(estateId, payerId);
    return {
      ...indexKeys('lists', billLists.ofEstate(estateId, stage), ...order, billId),
      ...indexKeys('mine', ofPayer, isOpen(bill) ? 'OPEN' : 'DONE', unitId, dueOn, billId),
      ...indexKeys('updates', billLists.changesOf(estateId), updatedAt, billId),
    };
  },
  rows: ({ billId, estateId, runId, unitLabel, end }) => [
    ...(runId === undefined ? [] : [rowKeys(billLists.billsOfRun(runId), unitLabel, billId)]),
    ...(end ? [rowKeys(billLists.endsAsked(estateId), end.on, billId)] : []),
  ],
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

/** Returns every bill and credit note of a unit, drafts included, read consistently. */
export async function everyBillOfUnit(unitId: string): Promise<Bill[]> {
  const found = await Array.fromAsync(everyItem(unitBills, { partition: unitBillsOf(unitId) }));
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
