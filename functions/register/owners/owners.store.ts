import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { entity } from '../../../shared/store/entity.ts';
import { list } from '../../../shared/store/table.ts';
import { type Estate, estateSchema } from './estate.ts';
import { type Import, importSchema } from './import.ts';
import { type RowError, rowErrorSchema } from './import-errors.ts';
import { type Person, personSchema, phoneKey } from './person.ts';
import { type Staff, staffSchema } from './staff.ts';
import { type Tenure, tenureSchema } from './tenure.ts';
import { type Unit, unitSchema } from './unit.ts';

const table = 'owners';

/** Partitions of the lists of an estate. */
export const estateLists = {
  units: (estateId: string) => `ESTATE#${estateId}#UNITS`,
  persons: (estateId: string) => `ESTATE#${estateId}#PERSONS`,
  staff: (estateId: string) => `ESTATE#${estateId}#STAFF`,
};

const changedAt = (estateId: string, kind: string, updatedAt: string, id: string) => ({
  updatesPk: `ESTATE#${estateId}#${kind}`,
  updatesSk: `${updatedAt}#${id}`,
});

export const estates = entity<Estate, { estateId: string }>({
  table,
  type: 'estate',
  schema: estateSchema,
  key: ({ estateId }) => ({ pk: `ESTATE#${estateId}`, sk: 'ESTATE' }),
  indexes: ({ code, estateId }) => ({ listsPk: 'ESTATES', listsSk: `${code}#${estateId}` }),
});

/** Keeps a name for one thing: an estate's code, a unit's label within its estate. */
export const takenNames = entity<{ name: string; id: string }, { name: string }>({
  table,
  type: 'TakenName',
  schema: z.object({ name: z.string(), id: z.string() }),
  key: ({ name }) => ({ pk: `NAME#${name}`, sk: 'NAME' }),
});

/** Names that only one thing may have. */
export const nameOf = {
  estateCode: (code: string) => `ESTATE#${code}`,
  unitLabel: (estateId: string, label: string) => `UNIT#${estateId}#${label}`,
};

/** Takes a name in a transaction; a thing may take again what it has. */
export function takeName(transaction: Transaction, name: string, id: string, otherwise: () => Error): Transaction {
  const freeOrMine = {
    text: 'attribute_not_exists(pk) OR #id = :id',
    names: { '#id': 'id' },
    values: { ':id': id },
  };
  return transaction.put(takenNames, { name, id }, freeOrMine, otherwise);
}

export const units = entity<Unit, { unitId: string }>({
  table,
  type: 'unit',
  schema: unitSchema,
  key: ({ unitId }) => ({ pk: `UNIT#${unitId}`, sk: 'UNIT' }),
  indexes: ({ estateId, unitId, label, updatedAt }) => ({
    listsPk: estateLists.units(estateId),
    listsSk: `${label}#${unitId}`,
    ...changedAt(estateId, 'UNITS', updatedAt, unitId),
  }),
});

/** Partition of the people of an estate who have a phone number, however it is written. */
export function personsByPhone(estateId: string, phone: string): string {
  return `ESTATE#${estateId}#PHONE#${phoneKey(phone)}`;
}

export const persons = entity<Person, { personId: string }>({
  table,
  type: 'person',
  schema: personSchema,
  key: ({ personId }) => ({ pk: `PERSON#${personId}`, sk: 'PERSON' }),
  indexes: ({ estateId, personId, phone, updatedAt }) => ({
    listsPk: estateLists.persons(estateId),
    listsSk: personId,
    ...(phone && { minePk: personsByPhone(estateId, phone), mineSk: personId }),
    ...changedAt(estateId, 'PERSONS', updatedAt, personId),
  }),
});

/** Tenures lie in their unit's partition, oldest first, and under their person. */
export const tenures = entity<Tenure, { unitId: string; tenureId: string }>({
  table,
  type: 'tenure',
  schema: tenureSchema,
  key: ({ unitId, tenureId }) => ({ pk: `UNIT#${unitId}`, sk: `TENURE#${tenureId}` }),
  indexes: ({ personId, from, unitId }) => ({ minePk: `PERSON#${personId}`, mineSk: `${from}#${unitId}` }),
});

/** Everything that ever was between people and a unit, oldest first. A dwelling has a handful in its life. */
export async function tenuresOf(unitId: string): Promise<Tenure[]> {
  const all: Tenure[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(tenures, {
      partition: tenures.key({ unitId, tenureId: '' }).pk,
      sort: { beginsWith: 'TENURE#' },
      limit: 200,
      cursor,
    });
    all.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return all;
}

export const staff = entity<Staff, { staffId: string }>({
  table,
  type: 'staff',
  schema: staffSchema,
  key: ({ staffId }) => ({ pk: `STAFF#${staffId}`, sk: 'STAFF' }),
});

/** Membership of somebody of ours in an estate, so that the people of an estate are one query. */
export const memberships = entity<{ staffId: string; estateId: string }, { staffId: string; estateId: string }>({
  table,
  type: 'StaffMembership',
  schema: z.object({ staffId: z.string(), estateId: z.string() }),
  key: ({ staffId, estateId }) => ({ pk: `STAFF#${staffId}`, sk: `MEMBER#${estateId}` }),
  indexes: ({ staffId, estateId }) => ({ listsPk: estateLists.staff(estateId), listsSk: staffId }),
});

/** Import jobs lie in a partition each, with their errors and events. */
export const imports = entity<Import, { importId: string }>({
  table,
  type: 'import',
  schema: importSchema,
  key: ({ importId }) => ({ pk: `IMPORT#${importId}`, sk: 'IMPORT' }),
});

const errorChunkSchema = z.object({
  importId: z.string(),
  run: z.number().int(),
  /** Place of the first of these errors among all of the run. */
  from: z.number().int(),
  errors: z.array(rowErrorSchema),
});
type ErrorChunk = z.infer<typeof errorChunkSchema>;

const six = (n: number) => String(n).padStart(6, '0');
const errorsOfRun = (run: number) => `ERRORS#${six(run)}#`;

/** Errors of one run of an import, up to 100 in an item. */
export const importErrors = entity<ErrorChunk, { importId: string; run: number; from: number }>({
  table,
  type: 'ImportErrors',
  schema: errorChunkSchema,
  key: ({ importId, run, from }) => ({ pk: `IMPORT#${importId}`, sk: `${errorsOfRun(run)}${six(from)}` }),
});

/** The errors that were kept of the last run of an import (at most 1,000), in the order of the file. */
export async function keptErrors({ importId, run }: Pick<Import, 'importId' | 'run'>): Promise<RowError[]> {
  const kept: RowError[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(importErrors, {
      partition: imports.key({ importId }).pk,
      sort: { beginsWith: errorsOfRun(run) },
      limit: 200,
      cursor,
    });
    kept.push(...page.items.flatMap((chunk) => chunk.errors));
    cursor = page.cursor;
  } while (cursor);
  return kept;
}

/** Today in a zone, `YYYY-MM-DD`. */
export function dayIn(zone: string, now: Temporal.Instant): string {
  return now.toZonedDateTimeISO(zone).toPlainDate().toString();
}
