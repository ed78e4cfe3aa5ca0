import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { type Import, type importDetailsSchema, mayBeCommitted, mayBeValidated } from './import.ts';
import { imports } from './imports.store.ts';

interface ImportChange {
  after: Import;
  transaction: Transaction;
}

/** Returns the id of an import. The same file for the same estate gives the same id. */
export function importIdOf(estateId: string, { kind, sha256 }: Pick<Import, 'kind' | 'sha256'>): string {
  return derivedId('imp', estateId, kind, sha256);
}

/** Creates an import of a file of units or people (D35). */
export function createImport(
  estateId: string,
  file: z.output<typeof importDetailsSchema>,
  act: ActionContext,
): ImportChange {
  const importId = importIdOf(estateId, file);
  const after: Import = {
    ...file,
    importId,
    estateId,
    state: 'open',
    run: 0,
    rows: 0,
    processed: 0,
    leftOut: 0,
    errors: 0,
    createdAt: act.recordedAt,
    updatedAt: act.recordedAt,
    version: 1,
  };
  const transaction = new Transaction()
    .save(imports, after)
    .record(imports, after, 'ImportOpened', { importId, kind: file.kind }, act);
  return { after, transaction };
}

/**
 * Requests the validation, which checks every row and writes nothing to the register. It can be requested
 * again, for example after the register changed or the file was uploaded again.
 * @throws Problem illegal-state.
 */
export function requestValidation(before: Import, act: ActionContext): ImportChange {
  if (!mayBeValidated.includes(before.state)) throw illegalState(before.state, mayBeValidated);
  const { etag, columns, at, ...rest } = before;
  const validating: Import = { ...rest, state: 'validating', run: before.run + 1, rows: 0, errors: 0 };
  return requestRun(before, validating, 'ImportValidationRequested', act);
}

/** Requests the commit, which writes a file without errors to the register. @throws Problem illegal-state. */
export function requestCommit(before: Import, act: ActionContext): ImportChange {
  if (!mayBeCommitted.includes(before.state)) throw illegalState(before.state, mayBeCommitted);
  return requestRun(before, { ...before, state: 'committing' }, 'ImportCommitRequested', act);
}

/** Requests a run through the rows of an import, which a consumer does. The count of rows begins at zero. */
function requestRun(
  before: Import,
  requested: Import,
  what: 'ImportValidationRequested' | 'ImportCommitRequested',
  act: ActionContext,
): ImportChange {
  const version = before.version + 1;
  const after: Import = { ...requested, processed: 0, leftOut: 0, updatedAt: act.recordedAt, version };
  const transaction = new Transaction()
    .save(imports, after, before)
    .record(imports, after, what, { importId: before.importId }, act);
  return { after, transaction };
}
