import { uploadWhole } from '../../../shared/files/file-parts.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { hasFundRate, titleRulesOf, titlesAmong } from '../../homes/titles/public.ts';
import { everyUnitOf, personIdOf, personsOf, requireEstate, staffOfEstate } from '../../register/owners/public.ts';
import { isCategoryOf, ticketsPolicy } from '../../service/tickets/public.ts';
import { ladderOf } from '../dunning/public.ts';
import { feeItemsOf, feesPolicy, hasLateTerms, isHeld } from '../fees/public.ts';
import { ledgerPolicy } from '../ledger/public.ts';
import { RowChecks } from './check-rows.ts';
import { digestOf, type Opening, type OpeningCount } from './opening.ts';
import { errorAt, type FileError } from './opening-errors.ts';
import { type FileKind, fileKey, fileKinds, partFile } from './opening-file.ts';
import { type CheckedRows, noRows } from './opening-row.ts';
import { type FileRow, readFile } from './read-files.ts';
import { controlErrors, trialBalanceOf } from './trial-balance.ts';

/** Rows of one part, which one message posts. */
const rowsOfPart = 500;

/** Returns the persons that files name, by how they name them: an id, or the key of the import of people. */
async function payersIn(estateId: string, rows: readonly FileRow<FileKind>[]): Promise<Map<string, string>> {
  const names = [...new Set(rows.flatMap(({ cells }) => cells.payer ?? []))];
  const wanted = names.flatMap((name) => [
    { name, personId: name },
    { name, personId: personIdOf(estateId, name) },
  ]);
  const found = new Map<string, string>();
  for (let from = 0; from < wanted.length; from += 100) {
    const some = wanted.slice(from, from + 100);
    const there = await personsOf(some.map(({ personId }) => personId));
    const here = new Set(there.filter((one) => one.estateId === estateId).map(({ personId }) => personId));
    for (const { name, personId } of some) if (here.has(personId)) found.set(name, personId);
  }
  return found;
}

/** Returns rows and amounts of each file, fen. */
function countsOf(rows: CheckedRows): OpeningCount[] {
  const sumOf = (all: readonly number[]) => all.reduce((sum, fen) => sum + fen, 0);
  const fenOf: Readonly<Record<FileKind, number>> = {
    balances: sumOf(rows.balances.map(({ fen }) => fen)),
    bills: sumOf(rows.bills.map(({ openFen }) => openFen)),
    prepaid: sumOf(rows.prepaid.map(({ fen }) => fen)),
    deposits: sumOf(rows.deposits.map(({ fen }) => fen)),
    suspense: sumOf(rows.suspense.map(({ fen }) => fen)),
    slips: sumOf(rows.slips.map(({ fen }) => fen)),
    meters: sumOf(rows.meters.map(({ balanceFen }) => balanceFen)),
    demands: 0,
    numbers: 0,
    tickets: 0,
    contracts: sumOf(rows.contracts.map(({ contract }) => contract.priceFen)),
  };
  return fileKinds.map((kind) => ({
    kind,
    rows: rows[kind].length,
    fen: fenOf[kind],
    ...(kind === 'bills' && { lateFen: sumOf(rows.bills.map(({ lateFen }) => lateFen)) }),
    parts: Math.ceil(rows[kind].length / rowsOfPart),
  }));
}

async function storeParts(of: Pick<Opening, 'estateId' | 'openingId' | 'run'>, rows: CheckedRows): Promise<void> {
  for (const kind of fileKinds) {
    for (let nth = 0; nth * rowsOfPart < rows[kind].length; nth += 1) {
      const part = rows[kind].slice(nth * rowsOfPart, (nth + 1) * rowsOfPart);
      await uploadWhole(partFile(of, kind, nth), [JSON.stringify(part)]);
    }
  }
}

/** Returns the contracts whose home and buyer have a dossier already. */
async function knownTitles({ rows, contractLines }: RowChecks): Promise<FileError[]> {
  const known = await titlesAmong(rows.contracts);
  return [...known].map((one) =>
    errorAt({ file: 'contracts', line: contractLines.get(one) ?? 1, column: 'payer' }, 'title-known'),
  );
}

/**
 * Checks every row of the files against the register, and the sums against the balances (R30.1, R30.2).
 * Stores the checked rows in parts when there is no error. Writes nothing to any other context.
 */
export async function validateOpening(before: Opening, now: string): Promise<{ after: Opening; errors: FileError[] }> {
  const { estateId, cutOverOn } = before;
  const files = await Promise.all(
    before.files
      .toSorted((a, b) => fileKinds.indexOf(a.kind) - fileKinds.indexOf(b.kind))
      .map((file) => readFile(fileKey(before, file.kind), file)),
  );
  const all = files.flatMap(({ rows }) => rows);
  const today = dayIn((await requireEstate(estateId)).calendar.zone, now);
  const [units, payerIds, staff, feeItems, fees, ledger, steps, titles, { categories }] = await Promise.all([
    Array.fromAsync(everyUnitOf(estateId)),
    payersIn(estateId, all),
    staffOfEstate(estateId),
    feeItemsOf(estateId),
    feesPolicy.of(estateId),
    ledgerPolicy.of(estateId),
    ladderOf(estateId),
    titleRulesOf(estateId),
    ticketsPolicy.of(estateId),
  ]);
  const rows = noRows();
  const checks = new RowChecks(
    {
      on: cutOverOn,
      unitIds: new Map(units.map(({ label, unitId }) => [label, unitId])),
      payerIds,
      cashiers: new Set(staff.map(({ staffId }) => staffId)),
      feeItems,
      steps: new Set(steps.keys()),
      hasLateTerms: (item, dueOn) => hasLateTerms(item, fees, dueOn),
      isCategory: (key) => isCategoryOf(categories, key),
      hasFundRate: (contract) => hasFundRate(contract, titles, today),
    },
    rows,
  );
  for (const { kind, line, cells } of all) checks.take(kind, line, cells);
  const held = new Set(feeItems.filter(isHeld).map(({ feeItemId }) => feeItemId));
  const ofRows = [...files.flatMap(({ errors }) => errors), ...checks.errors, ...(await knownTitles(checks))];
  // The sums of files with errors say nothing.
  const errors = ofRows.length > 0 ? ofRows : controlErrors(rows, checks.controls, held);
  if (errors.length > 0) return { after: { ...before, state: 'refused', errors: errors.length }, errors };
  const counts = countsOf(rows);
  const trialBalance = trialBalanceOf(rows, held, { ...ledger.vouchers });
  await storeParts(before, rows);
  const digest = digestOf({ cutOverOn, files: before.files }, counts, trialBalance);
  return { after: { ...before, state: 'validated', errors: 0, counts, trialBalance, digest }, errors };
}
