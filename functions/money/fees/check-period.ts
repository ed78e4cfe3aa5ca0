import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { inSlices } from '../../../shared/events/slices.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { getMany } from '../../../shared/store/table.ts';
import { unitsOfEstate } from '../../register/owners/public.ts';
import {
  addOpenRows,
  keepAcceptance,
  moveMonth,
  type OpenRow,
  openRows,
  type PeriodClose,
  periodCloses,
} from '../ledger/public.ts';
import { openReasonsOf } from './completeness.ts';
import { unpublishedRunOf } from './create-billing-run.ts';
import { itemsOfEstate } from './fees.store.ts';
import { completenessOfUnits } from './list-completeness.ts';

/** The units of one slice: the cost is that of a slice of a billing run. */
const unitsAtOnce = 100;
const writesAtOnce = 90;

/**
 * Checks a billing month before its close (R22.4), a slice of units for each message. A repeated slice writes
 * the same rows.
 */
export const continueCheck = inSlices({
  kind: periodCloses,
  last: 'checked',
  next: checkSlice,
  record: async (transaction, after: PeriodClose, act) => {
    const { closeId, month, state, units, openRows: count, runId = '' } = after;
    if (state === 'checking') transaction.record(periodCloses, after, 'PeriodCheckContinued', { closeId, units }, act);
    else if (state === 'checked') {
      transaction.record(periodCloses, after, 'PeriodChecked', { closeId, month, openRows: count }, act);
    } else {
      transaction.record(periodCloses, after, 'PeriodCloseBlocked', { closeId, month, runId }, act);
      await moveMonth(transaction, after, 'open');
    }
  },
});

/** Compares the next units. Stores what is not complete, and counts it. */
async function checkSlice(before: PeriodClose, act: ActionContext): Promise<PeriodClose> {
  const { cursor: from, ...close } = before;
  const { estateId, month } = close;
  const items = await itemsOfEstate(estateId);
  const runId = from === undefined ? await unpublishedRunOf(items, month) : undefined;
  if (runId !== undefined) return { ...close, state: 'blocked', runId };
  const { items: units, cursor } = await unitsOfEstate(estateId, { limit: unitsAtOnce, cursor: from });
  const unitIds = units.map(({ unitId }) => unitId);
  const report =
    unitIds.length === 0 ? [] : await completenessOfUnits({ estateId, month, items, at: act.recordedAt }, unitIds);
  const rows = report.flatMap((unit) => unit.rows);
  const found = report.flatMap(({ unitId, label, rows: mine }) =>
    mine.flatMap((row): OpenRow[] => {
      const { feeItemId, name, period, shouldFen, billedFen, differenceFen } = row;
      const whys = openReasonsOf(row);
      if (differenceFen === 0 && whys.length === 0) return [];
      const { closeId } = close;
      return [{ closeId, unitId, label, feeItemId, name, period, shouldFen, billedFen, differenceFen, whys }];
    }),
  );
  const open = await withEarlier(close, found);
  await store(open);
  return {
    ...addOpenRows(close, open),
    units: close.units + unitIds.length,
    rows: close.rows + rows.length,
    shouldFen: rows.reduce((sum, { shouldFen }) => sum + shouldFen, close.shouldFen),
    billedFen: rows.reduce((sum, { billedFen }) => sum + billedFen, close.billedFen),
    ...(cursor === undefined ? { state: 'checked', checkedAt: act.recordedAt } : { cursor }),
  };
}

/** Returns the rows with what was accepted of them in the close before. */
async function withEarlier(close: PeriodClose, rows: readonly OpenRow[]): Promise<OpenRow[]> {
  const { earlierCloseId: closeId, requested } = close;
  if (closeId === undefined) return [...rows];
  const earlier = await getMany(
    openRows,
    rows.map(({ unitId, feeItemId }) => ({ closeId, unitId, feeItemId })),
  );
  const keyOf = ({ unitId, feeItemId }: OpenRow) => `${unitId} ${feeItemId}`;
  const byKey = new Map(earlier.map((row) => [keyOf(row), row]));
  return rows.map((row) => keepAcceptance(row, byKey.get(keyOf(row)), requested.by));
}

async function store(rows: readonly OpenRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += writesAtOnce) {
    const transaction = new Transaction();
    for (const row of rows.slice(from, from + writesAtOnce)) transaction.put(openRows, row);
    await transaction.commit();
  }
}
