import type { ActionContext, EventData } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type CsvRow, csvRows } from '../../../shared/files/csv-rows.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { type CommitOf, commitPeople, commitUnits, rowsAtOnce, unitIdsOf } from './commit-rows.ts';
import { fileKey, type Import } from './import.ts';
import { cellsOf, columnsOf, isEmptyRow } from './import-columns.ts';
import type { RowError } from './import-errors.ts';
import { openFile, sha256Of } from './import-file.ts';
import { importErrors, imports } from './imports.store.ts';
import { estates, tenuresOf } from './owners.store.ts';
import { readPersonRow } from './person-rows.ts';
import { peopleCheck, type RowCheck, unitCheck } from './row-checks.ts';
import { readUnitRow } from './unit-rows.ts';
import { validateRows } from './validate-rows.ts';

/*
 * 100,000 rows take longer than a function may run, so a file is processed in slices. The end of each slice
 * is saved together with an event that starts the next one. A repeated event finds that the import has
 * advanced and does nothing. An interrupted slice runs again; rows already in the register stay as they are.
 */

const sliceRows = { validate: 20_000, commitUnits: 2_000, commitPeople: 1_000 };
const keptErrors = 1_000;
const errorsAnItem = 100;

/** The result of a slice: the changed import and the errors found. */
interface Outcome {
  after: Omit<Import, 'version' | 'updatedAt'>;
  event: 'ImportSliceDone' | 'ImportValidated' | 'ImportCommitted';
  /** The first errors of the slice; `after.errors` counts all of them. */
  errors: readonly RowError[];
}

interface Cause {
  id: string;
  recordedAt: string;
  version: number;
  data: { importId: string };
}

async function goOn(event: Cause, handling: Handling): Promise<void> {
  const before = await get(imports, event.data);
  if (!before) {
    log.warn('the import of this event does not exist', { eventId: event.id });
    return;
  }
  // Another version means that this event was already handled.
  if (before.version !== event.version) return;
  const outcome = await slice(before, handling.act);
  if (!outcome) return;
  const after: Import = { ...outcome.after, updatedAt: handling.now.toString(), version: before.version + 1 };
  const transaction = new Transaction().once('owners', handling.consumer, event).save(imports, after, before);
  keepErrors(transaction, before, outcome.errors);
  recordOutcome(transaction, after, outcome.event, handling.act);
  await transaction.commit();
}

function slice(before: Import, act: ActionContext): Promise<Outcome> | undefined {
  switch (before.state) {
    case 'validating':
      return validateSlice(before);
    case 'committing':
      return commitSlice(before, act);
    case 'open':
    case 'validated':
    case 'refused':
    case 'committed':
    case 'incomplete':
      return undefined;
  }
}

function keepErrors(transaction: Transaction, { importId, run, errors: counted }: Import, errors: readonly RowError[]) {
  const kept = errors.slice(0, Math.max(0, keptErrors - counted));
  for (let from = 0; from < kept.length; from += errorsAnItem) {
    const chunk = kept.slice(from, from + errorsAnItem);
    transaction.put(importErrors, { importId, run, from: counted + from, errors: chunk });
  }
}

function recordOutcome(transaction: Transaction, after: Import, name: Outcome['event'], act: ActionContext): void {
  const { importId, rows, errors, processed, leftOut } = after;
  switch (name) {
    case 'ImportSliceDone': {
      const data: EventData<'ImportSliceDone'> = { importId, processed };
      transaction.record(imports, after, name, data, act);
      return;
    }
    case 'ImportValidated':
      transaction.record(imports, after, name, { importId, rows, errors }, act);
      return;
    case 'ImportCommitted':
      transaction.record(imports, after, name, { importId, rows: processed, leftOut }, act);
  }
}

/** Returns the outcome of an import whose file is missing or is not the announced one. */
function refused(before: Import, code: 'no-file' | 'wrong-file'): Outcome {
  const after: Outcome['after'] = { ...before, state: 'refused', errors: before.errors + 1 };
  return { after, event: 'ImportValidated', errors: [{ line: 1, code }] };
}

/** Returns the entity tag of the uploaded file when its SHA-256 is the announced one. */
async function checkFile(before: Import): Promise<{ etag: string | undefined } | { code: 'no-file' | 'wrong-file' }> {
  const file = await openFile(fileKey(before));
  if (!file) return { code: 'no-file' };
  return (await sha256Of(file.body)) === before.sha256 ? { etag: file.etag } : { code: 'wrong-file' };
}

/** Opens the file that was hashed. Rejects a file that was uploaded later. */
async function openSame(before: Import, etag: string | undefined, fromByte: number) {
  const file = await openFile(fileKey(before), fromByte);
  if (!file) return { code: 'no-file' as const };
  if (file.etag === etag) return file;
  file.body.destroy();
  return { code: 'wrong-file' as const };
}

async function validateSlice(before: Import): Promise<Outcome> {
  const known = before.etag === undefined ? await checkFile(before) : { etag: before.etag };
  if ('code' in known) return refused(before, known.code);
  const file = await openSame(before, known.etag, 0);
  if ('code' in file) return refused(before, file.code);
  const found = await validateRows(csvRows(file.body), columnsOf(before.kind), checkOf(before), {
    from: before.processed,
    rows: sliceRows.validate,
    keep: keptErrors,
  });
  const errors = before.errors + found.count;
  const state = found.atEnd ? (errors > 0 ? 'refused' : 'validated') : 'validating';
  const { columns, firstRow: at, processed } = found;
  return {
    after: {
      ...before,
      etag: known.etag,
      state,
      // An invalid heading is not saved, because its text may be of any length.
      ...(found.processed > 0 && { columns, at }),
      processed,
      errors,
      rows: processed,
    },
    event: found.atEnd ? 'ImportValidated' : 'ImportSliceDone',
    errors: found.errors,
  };
}

function checkOf({ kind, estateId }: Import): RowCheck {
  switch (kind) {
    case 'units':
      return unitCheck();
    case 'people':
      return peopleCheck(estateId, { unitIds: (labels) => unitIdsOf(estateId, labels), tenures: tenuresOf });
  }
}

async function commitSlice(before: Import, act: ActionContext): Promise<Outcome> {
  const { at, columns = [], kind, estateId, importId } = before;
  if (!at) return refused(before, 'no-file');
  const file = await openSame(before, before.etag, at.byte);
  if ('code' in file) return refused(before, file.code);
  const estate = await get(estates, { estateId });
  const of = { importId, estateId, act, language: estate?.language ?? 'zh-CN' };
  const rows = kind === 'units' ? sliceRows.commitUnits : sliceRows.commitPeople;

  const errors: RowError[] = [];
  let batch: CsvRow[] = [];
  let last: CsvRow['next'] = at;
  let done = 0;
  let leftOut = 0;
  const write = async () => {
    const refusals = await commitBatch(batch, before.kind, columns, of);
    batch = [];
    errors.push(...refusals);
    leftOut += new Set(refusals.map(({ line }) => line)).size;
  };
  const doneBefore = before.processed + before.leftOut;
  for await (const row of csvRows(file.body, at)) {
    if (isEmptyRow(row)) continue;
    batch.push(row);
    done += 1;
    last = row.next;
    if (batch.length === rowsAtOnce[kind]) await write();
    if (done === rows || doneBefore + done === before.rows) break;
  }
  if (batch.length > 0) await write();

  const atEnd = doneBefore + done === before.rows || done === 0;
  const leftOutSoFar = before.leftOut + leftOut;
  const processed = before.processed + done - leftOut;
  const after: Outcome['after'] = {
    ...before,
    state: atEnd ? (processed === before.rows ? 'committed' : 'incomplete') : 'committing',
    processed,
    leftOut: leftOutSoFar,
    at: last,
    errors: before.errors + errors.length,
  };
  return { after, event: atEnd ? 'ImportCommitted' : 'ImportSliceDone', errors };
}

/**
 * Writes some rows of a file to the register and returns the errors of those left out.
 * A row that cannot be read, although the file was validated, must not count as written.
 */
async function commitBatch(
  batch: readonly CsvRow[],
  kind: Import['kind'],
  columns: readonly string[],
  of: CommitOf,
): Promise<readonly RowError[]> {
  const rows = batch.map((row) => ({ line: row.line, ...cellsOf(row, columns) }));
  switch (kind) {
    case 'units': {
      const read = rows.map((row) => ('cells' in row ? readUnitRow(row.line, row.cells) : { errors: [row.error] }));
      await commitUnits(
        read.flatMap((one) => ('value' in one ? [one.value] : [])),
        of,
      );
      return read.flatMap((one) => ('errors' in one ? one.errors : []));
    }
    case 'people': {
      const read = rows.map((row) => ({
        line: row.line,
        ...('cells' in row ? readPersonRow(row.line, row.cells) : { errors: [row.error] }),
      }));
      const refusals = await commitPeople(
        read.flatMap((one) => ('value' in one ? [{ line: one.line, row: one.value }] : [])),
        of,
      );
      return [...read.flatMap((one) => ('errors' in one ? one.errors : [])), ...refusals];
    }
  }
}

/**
 * Processes uploaded files: validates every row, then, when requested, writes the rows to the register (D35).
 */
export const registerImport = consumer({
  name: 'register-import',
  on: {
    ImportValidationRequested: goOn,
    ImportCommitRequested: goOn,
    ImportSliceDone: goOn,
  },
});
