import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem, getMany } from '../../../shared/store/table.ts';
import { type Bill, billSchema, isOpen } from './bill.ts';
import {
  type BillingRun,
  type BillingSlice,
  billingRunSchema,
  billingSliceSchema,
  type SkippedUnit,
  skippedUnitSchema,
} from './billing-run.ts';
import { type StoredFeeItem, storedFeeItemSchema } from './fee-item.ts';
import {
  type SharingLineItem,
  type SharingRecord,
  sharingLineItemSchema,
  sharingRecordSchema,
} from './sharing-record.ts';

const table = 'ledger';

/** Partitions of lists of fees. */
export const feeLists = {
  items: (estateId: string) => `ESTATE#${estateId}#FEEITEMS`,
  runs: (estateId: string) => `ESTATE#${estateId}#BILLINGRUNS`,
  sharings: (estateId: string) => `ESTATE#${estateId}#SHARINGS`,
  sharingsOfItem: (feeItemId: string) => `FEEITEM#${feeItemId}#SHARINGS`,
  bills: (estateId: string) => `ESTATE#${estateId}#BILLS`,
  billsOfRun: (runId: string) => `RUN#${runId}#BILLS`,
  billsOfPayer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#BILLS`,
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
      ...(runId !== undefined && indexKeys('lists', feeLists.billsOfRun(runId), unitLabel, billId)),
      // A draft belongs to no payer's list yet.
      ...(status !== 'draft' && {
        ...indexKeys(
          'mine',
          feeLists.billsOfPayer(estateId, payerId),
          isOpen(bill) ? 'OPEN' : 'DONE',
          unitId,
          dueOn,
          billId,
        ),
        ...indexKeys('updates', feeLists.bills(estateId), updatedAt, billId),
      }),
    };
  },
});

export const feeItems = entity<StoredFeeItem, { feeItemId: string }>({
  table,
  type: 'fee-item',
  schema: storedFeeItemSchema,
  key: ({ feeItemId }) => ({ pk: `FEEITEM#${feeItemId}`, sk: 'FEEITEM' }),
  indexes: ({ estateId, name, feeItemId }) => indexKeys('lists', feeLists.items(estateId), name, feeItemId),
});

const billedMonthSchema = z
  .object({
    feeItemId: z.string(),
    month: z.string(),
    runId: z.string(),
    /** The published run that held the month before, and holds it again when this run is cancelled. */
    before: z.string().optional(),
  })
  .meta({ id: 'BilledMonth' });

/**
 * Stands for a month: a run holds it while it bills differences of a metered item, also of periods it does
 * not name.
 */
export const differences = 'differences';

/**
 * The run that holds a month of a fee item. While that run is unpublished, no other run bills the month
 * (R4.5, D26). Afterwards another run may take it and bill what is missing (R22).
 */
export const billedMonths = entity<z.infer<typeof billedMonthSchema>, { feeItemId: string; month: string }>({
  table,
  type: 'billed-month',
  schema: billedMonthSchema,
  key: ({ feeItemId, month }) => ({ pk: `BILLED#${feeItemId}#${month}`, sk: 'BILLED' }),
});

export const billingRuns = entity<BillingRun, { runId: string }>({
  table,
  type: 'billing-run',
  schema: billingRunSchema,
  key: ({ runId }) => ({ pk: `RUN#${runId}`, sk: 'RUN' }),
  indexes: ({ estateId, openedAt, runId }) => indexKeys('lists', feeLists.runs(estateId), openedAt, runId),
});

/** Slices of a run; each has its own partition, because they are processed in parallel. */
export const billingSlices = entity<BillingSlice, { runId: string; slice: number }>({
  table,
  type: 'billing-slice',
  schema: billingSliceSchema,
  key: ({ runId, slice }) => ({ pk: `SLICE#${runId}#${slice}`, sk: 'SLICE' }),
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

/** Units that a run does not charge for all days, in the run's partition and by label. */
export const skippedUnits = entity<SkippedUnit, SkippedUnit>({
  table,
  type: 'skipped-unit',
  schema: skippedUnitSchema,
  key: ({ runId, label, unitId, feeItemId, from }) => ({
    pk: `RUN#${runId}`,
    sk: `SKIPPED#${label}#${unitId}#${feeItemId}#${from}`,
  }),
});

export const sharings = entity<SharingRecord, { sharingId: string }>({
  table,
  type: 'sharing',
  schema: sharingRecordSchema,
  key: ({ sharingId }) => ({ pk: `SHARING#${sharingId}`, sk: 'SHARING' }),
  indexes: ({ estateId, feeItemId, span, sharingId, updatedAt }) => ({
    ...indexKeys('lists', feeLists.sharings(estateId), span.from, sharingId),
    ...indexKeys('mine', feeLists.sharingsOfItem(feeItemId), span.from, sharingId),
    ...indexKeys('updates', feeLists.sharings(estateId), updatedAt, sharingId),
  }),
});

/** The share of each unit in a sharing. */
export const sharingLines = entity<SharingLineItem, { sharingId: string; unitId: string }>({
  table,
  type: 'sharing-line',
  schema: sharingLineItemSchema,
  key: ({ sharingId, unitId }) => ({ pk: `SHARING#${sharingId}`, sk: `LINE#${unitId}` }),
});
