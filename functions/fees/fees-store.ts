import { entity } from '../../shared/store/entity.ts';
import { type Bill, billSchema, isOpen } from './bill.ts';

const table = 'ledger';

/** Partitions of lists of fees. */
export const feeLists = {
  bills: (estateId: string) => `ESTATE#${estateId}#BILLS`,
  billsOfRun: (runId: string) => `RUN#${runId}#BILLS`,
  billsOfPayer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#BILLS`,
};

/** How the bills of a payer are sorted: what is open first, then by unit and due day. */
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
      ...(runId !== undefined && { listsPk: feeLists.billsOfRun(runId), listsSk: `${unitLabel}#${billId}` }),
      // A draft is nobody's yet.
      ...(status !== 'draft' && {
        minePk: feeLists.billsOfPayer(estateId, payerId),
        mineSk: `${isOpen(bill) ? 'OPEN' : 'DONE'}#${unitId}#${dueOn}#${billId}`,
        updatesPk: feeLists.bills(estateId),
        updatesSk: `${updatedAt}#${billId}`,
      }),
    };
  },
});
