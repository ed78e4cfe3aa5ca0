import { everyItem, type Page } from '../../../shared/store/table.ts';
import { unitsOfEstate } from '../../register/owners/public.ts';
import { type CompletenessRow, completenessOf } from './completeness.ts';
import { assertAfterCutOver, servicePeriodsIn, sharingsOf } from './create-billing-run.ts';
import { chargeUnits } from './draft-slice.ts';
import type { StoredFeeItem } from './fee-item.ts';
import { feeItems, feeLists } from './fees.store.ts';

/** The rows of a unit. */
interface UnitRows {
  unitId: string;
  label: string;
  rows: CompletenessRow[];
}

/** Returns the span of the first and the last day of service periods. */
function spanOf(periods: readonly { readonly period: { from: string; to: string } }[], month: string) {
  const starts = periods.map(({ period }) => period.from).sort();
  const ends = periods.map(({ period }) => period.to).sort();
  return { from: starts[0] ?? `${month}-01`, to: ends.at(-1) ?? `${month}-28` };
}

/**
 * Lists a page of the completeness report of a month (R22.4), by unit. It writes nothing.
 * @throws Problem billed-before-cut-over.
 */
export async function listCompleteness(
  estateId: string,
  month: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<UnitRows>> {
  await assertAfterCutOver(estateId, `${month}-01`);
  const [units, items] = await Promise.all([
    unitsOfEstate(estateId, page),
    Array.fromAsync<StoredFeeItem>(everyItem(feeItems, { index: 'lists', partition: feeLists.items(estateId) })),
  ]);
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
  };
  const charged = await chargeUnits(
    run,
    units.items.map(({ unitId }) => unitId),
  );
  const rows = charged.map((one) => {
    const { unitId, label } = one.unit;
    return { unitId, label, rows: completenessOf(one, items, servicePeriods) };
  });
  return { ...units, items: rows };
}
