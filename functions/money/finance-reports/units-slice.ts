import { unitsOfEstate } from '../../register/owners/public.ts';
import { everyBillOfUnit } from '../fees/public.ts';
import type { UnitDebts } from './grouping.ts';
import { addSums, type Row, type Sums } from './report-row.ts';

/** What a slice found: rows, their share of the totals, and where the next slice begins. */
export interface Slice {
  readonly rows: Row[];
  readonly totals: Sums;
  /** The units or entries read. */
  readonly done: number;
  /** Absent when nothing is left. */
  readonly cursor?: string;
}

/** The units of one slice. */
const unitsAtOnce = 500;
/** The units that are read at the same moment, which bounds the memory. */
const inParallel = 20;

/**
 * Reads the next units of an estate with all their bills, and turns them into rows, some units at a time. Two
 * requests for each unit, and one more for each hundred bills.
 */
export async function sliceOfUnits(
  { estateId, cursor }: { estateId: string; cursor?: string | undefined },
  rowsOf: (units: readonly UnitDebts[]) => Promise<{ rows: readonly Row[]; totals: Sums }>,
): Promise<Slice> {
  const page = await unitsOfEstate(estateId, { limit: unitsAtOnce, cursor });
  const rows: Row[] = [];
  let totals: Sums = {};
  for (let from = 0; from < page.items.length; from += inParallel) {
    const units = await Promise.all(
      page.items.slice(from, from + inParallel).map(async ({ unitId, label, building }) => {
        return { unitId, label, building, bills: await everyBillOfUnit(unitId) };
      }),
    );
    const found = await rowsOf(units);
    rows.push(...found.rows);
    totals = addSums(totals, found.totals);
  }
  return { rows, totals, done: page.items.length, ...(page.cursor !== undefined && { cursor: page.cursor }) };
}
