import type * as z from 'zod';
import { unitsOfEstate } from '../../register/owners/public.ts';
import { latestCloseOf } from '../ledger/public.ts';
import { completenessOf, type monthCompletenessSchema } from './completeness.ts';
import { assertAfterCutOver, servicePeriodsIn, sharingsOf } from './create-billing-run.ts';
import { chargeUnits } from './draft-slice.ts';
import type { StoredFeeItem } from './fee-item.ts';
import { itemsOfEstate } from './fees.store.ts';

/** Returns the span of the first and the last day of service periods. */
function spanOf(periods: readonly { readonly period: { from: string; to: string } }[], month: string) {
  const starts = periods.map(({ period }) => period.from).sort();
  const ends = periods.map(({ period }) => period.to).sort();
  return { from: starts[0] ?? `${month}-01`, to: ends.at(-1) ?? `${month}-28` };
}

/** Returns the report of a month for at most 100 units, at an instant (R22.4). It writes nothing. */
export async function completenessOfUnits(
  { estateId, month, items, at }: { estateId: string; month: string; items: readonly StoredFeeItem[]; at: string },
  unitIds: readonly string[],
) {
  const servicePeriods = await servicePeriodsIn(items, month);
  const period = spanOf(servicePeriods, month);
  const run = {
    runId: 'completeness',
    estateId,
    period,
    feeItemIds: items.map(({ feeItemId }) => feeItemId),
    sharingIds: await sharingsOf(items, period),
    servicePeriods,
    again: true,
    openedAt: at,
  };
  return (await chargeUnits(run, unitIds)).map((one) => {
    const { unitId, label } = one.unit;
    return { unitId, label, rows: completenessOf(one, items, servicePeriods) };
  });
}

/**
 * Lists a page of the completeness report of a month (R22.4), by unit. It writes nothing.
 * @throws Problem billed-before-cut-over.
 */
export async function listCompleteness(
  estateId: string,
  month: string,
  page: { limit: number; cursor?: string | undefined },
  at: string,
): Promise<z.input<typeof monthCompletenessSchema>> {
  await assertAfterCutOver(estateId, `${month}-01`);
  const [units, items, latest] = await Promise.all([
    unitsOfEstate(estateId, page),
    itemsOfEstate(estateId),
    latestCloseOf(estateId, month),
  ]);
  const unitIds = units.items.map(({ unitId }) => unitId);
  const rows = await completenessOfUnits({ estateId, month, items, at }, unitIds);
  const close = latest && { closeId: latest.closeId, state: latest.state, at: latest.updatedAt };
  return { ...units, items: rows, ...(close && { close }) };
}
