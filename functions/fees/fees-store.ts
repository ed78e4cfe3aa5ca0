import { entity } from '../../shared/store/entity.ts';
import { get } from '../../shared/store/table.ts';
import { type Bill, billSchema, isOpen } from './bill.ts';
import { defaultFeesPolicy, type FeesPolicy, feesPolicySchema } from './fees-policy.ts';

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

export const policies = entity<FeesPolicy, { estateId: string }>({
  table,
  type: 'fees-policy',
  schema: feesPolicySchema,
  key: ({ estateId }) => ({ pk: `FEESPOLICY#${estateId}`, sk: 'POLICY' }),
});

/** The estate's policy, or the default (version 0). */
export async function feesPolicyOf(estateId: string): Promise<FeesPolicy> {
  return (await get(policies, { estateId })) ?? defaultFeesPolicy(estateId);
}
