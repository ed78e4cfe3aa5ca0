import * as z from 'zod';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem } from '../../../shared/store/table.ts';
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
};

export const feeItems = entity<StoredFeeItem, { feeItemId: string }>({
  table,
  type: 'fee-item',
  schema: storedFeeItemSchema,
  key: ({ feeItemId }) => ({ pk: `FEEITEM#${feeItemId}`, sk: 'FEEITEM' }),
  indexes: ({ estateId, name, feeItemId }) => indexKeys('lists', feeLists.items(estateId), name, feeItemId),
  upgrades: [({ held, ...rest }) => ({ ...rest, nature: held === true ? 'agency' : 'own' })],
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
 * Used instead of a month: a run holds it while it bills differences of a metered item, even of periods that
 * the run does not name.
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

/** Returns every fee item of an estate. */
export function itemsOfEstate(estateId: string): Promise<StoredFeeItem[]> {
  return Array.fromAsync(everyItem(feeItems, { index: 'lists', partition: feeLists.items(estateId) }));
}
