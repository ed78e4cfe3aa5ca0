import { Transaction } from '../../../shared/events/transaction.ts';
import { everyUnitOf, unitsOfEstate } from '../../register/owners/public.ts';
import { everyBillOfUnit } from '../fees/public.ts';
import { comparisonFile, unitDifferences } from './comparison.store.ts';
import {
  addFigures,
  type Comparison,
  differencesOf,
  type Figures,
  figuresOf,
  noFigures,
  refusedFor,
  type UnitDifference,
} from './month-comparison.ts';
import type { FileError } from './opening-errors.ts';
import { readFile } from './read-files.ts';
import { RowReader } from './read-row.ts';

/** The units of one slice, and those that are read at the same moment. */
const unitsAtOnce = 500;
const inParallel = 20;
/** Differing units of one transaction. */
const writesAtOnce = 90;

/** Reads the file of the system before: the figures of each unit by its label, and its errors. */
async function oldFigures(of: Comparison): Promise<{ figures: Map<string, Figures>; errors: FileError[] }> {
  const { rows, errors } = await readFile(comparisonFile(of), { kind: 'month', sha256: of.sha256 });
  const figures = new Map<string, Figures>();
  for (const { line, cells } of rows) {
    const row = new RowReader('month', line, cells);
    const label = row.text('unit', 100);
    if (figures.has(label)) row.refuse('unit', 'unit-twice');
    const [billed, received, open] = [row.anyFen('billed'), row.anyFen('received'), row.anyFen('open')];
    if (row.errors.length === 0) figures.set(label, { billed, received, open });
    errors.push(...row.errors);
  }
  return { figures, errors };
}

/** Returns an error for each unit of the file that the register does not have. */
async function unknownUnits(of: Comparison, figures: ReadonlyMap<string, Figures>): Promise<FileError[]> {
  const unknown = new Set(figures.keys());
  for await (const { label } of everyUnitOf(of.estateId)) unknown.delete(label);
  const lines = [...figures.keys()];
  return [...unknown].map((label) => {
    const at = { file: 'month' as const, line: lines.indexOf(label) + 2, column: 'unit' };
    return { ...at, value: label.slice(0, 60), rule: 'unknown-unit' as const };
  });
}

/** Stores the units that differ. Again it changes nothing. */
async function store(all: readonly UnitDifference[]): Promise<void> {
  for (let from = 0; from < all.length; from += writesAtOnce) {
    const transaction = new Transaction();
    for (const one of all.slice(from, from + writesAtOnce)) transaction.put(unitDifferences, one);
    await transaction.commit();
  }
}

/**
 * Compares the next units of an estate with the file, and stores those that differ. The first slice checks
 * the file, and refuses it as a whole when a row has an error.
 */
export async function compareNext(before: Comparison): Promise<Comparison> {
  const { estateId, comparisonId, run, month, cursor } = before;
  const { figures, errors } = await oldFigures(before);
  if (cursor === undefined) {
    const all = errors.length > 0 ? errors : await unknownUnits(before, figures);
    if (all.length > 0) return refusedFor(before, all);
  }
  const page = await unitsOfEstate(estateId, { limit: unitsAtOnce, cursor });
  const differing: UnitDifference[] = [];
  let ours = before.ours;
  for (let from = 0; from < page.items.length; from += inParallel) {
    const compared = await Promise.all(
      page.items.slice(from, from + inParallel).map(async ({ unitId, label: unitLabel }) => {
        const here = figuresOf(await everyBillOfUnit(unitId), month);
        const there = figures.get(unitLabel);
        const of = { comparisonId, run, unitId, unitLabel, ...(!there && { notInFile: true as const }) };
        return { here, unit: { ...of, differences: differencesOf(there, here) } };
      }),
    );
    for (const { here, unit } of compared) {
      ours = addFigures(ours, here);
      if (unit.differences.length > 0) differing.push(unit);
    }
  }
  await store(differing);
  const { cursor: _, ...rest } = before;
  return {
    ...rest,
    ...(page.cursor !== undefined && { cursor: page.cursor }),
    state: page.cursor === undefined ? 'compared' : 'comparing',
    units: before.units + page.items.length,
    unitsThatDiffer: before.unitsThatDiffer + differing.length,
    old: [...figures.values()].reduce(addFigures, noFigures),
    ours,
  };
}
