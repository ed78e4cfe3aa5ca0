import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { unitsOfEstate } from '../../register/owners/public.ts';
import type { BillingRun, BillingSlice } from './billing-run.ts';
import { billingRuns, billingSlices } from './fees.store.ts';

/** Units of one slice, and pages of units planned at once. Each slice takes two items of a transaction. */
const unitsOfSlice = 100;
const pagesAtOnce = 8;
const pageSize = 200;

/**
 * Cuts the next units of the register into slices and records an event for each. A unit registered later is
 * not in the run, and no unit is in it twice.
 */
export async function planFurther(before: BillingRun, act: ActionContext): Promise<Transaction> {
  const unitIds: string[] = [];
  let cursor = before.cursor;
  for (let page = 0; page < pagesAtOnce; page += 1) {
    const found = await unitsOfEstate(before.estateId, { limit: pageSize, cursor });
    unitIds.push(...found.items.map(({ unitId }) => unitId));
    cursor = found.cursor;
    if (cursor === undefined) break;
  }
  const count = Math.ceil(unitIds.length / unitsOfSlice);
  const { runId, estateId } = before;
  const after: BillingRun = {
    ...before,
    cursor,
    planned: cursor === undefined,
    slices: before.slices + count,
    units: before.units + unitIds.length,
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  const transaction = new Transaction();
  for (let nth = 0; nth < count; nth += 1) {
    const slice: BillingSlice = {
      runId,
      estateId,
      slice: before.slices + nth,
      state: 'planned',
      billIds: [],
      version: 1,
      unitIds: unitIds.slice(nth * unitsOfSlice, (nth + 1) * unitsOfSlice),
    };
    const data = { runId, slice: slice.slice };
    transaction.save(billingSlices, slice).record(billingSlices, slice, 'BillingSliceRequested', data, act);
  }
  if (!after.planned) {
    transaction.save(billingRuns, after, before).record(billingRuns, after, 'BillingPlanContinued', { runId }, act);
  } else saveCounted(transaction, before, after, act);
  return transaction;
}

/** Saves a run after a count. After the last slice its bills can be checked. */
export function saveCounted(transaction: Transaction, before: BillingRun, after: BillingRun, act: ActionContext): void {
  const { runId, bills, totalFen } = after;
  if (!after.planned || after.billedSlices < after.slices) {
    transaction.save(billingRuns, after, before);
    return;
  }
  const drafted: BillingRun = { ...after, state: 'drafted' };
  transaction
    .save(billingRuns, drafted, before)
    .record(billingRuns, drafted, 'BillingRunDrafted', { runId, bills, totalFen }, act);
}
