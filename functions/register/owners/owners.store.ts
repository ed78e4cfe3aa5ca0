import * as z from 'zod';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { placeName } from '../../../shared/kernel/plain-text.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem } from '../../../shared/store/table.ts';
import { type Estate, estateSchema } from './estate.ts';
import { type Letterhead, letterheadSchema } from './letterhead.ts';
import { type Person, personSchema, phoneKey } from './person.ts';
import { type Staff, staffSchema, withGrants } from './staff.ts';
import { type Tenure, tenureSchema } from './tenure.ts';
import { type Unit, unitSchema } from './unit.ts';

const table = 'owners';

/** Partitions of the lists of an estate. */
export const estateLists = {
  units: (estateId: string) => `ESTATE#${estateId}#UNITS`,
  persons: (estateId: string) => `ESTATE#${estateId}#PERSONS`,
  staff: (estateId: string) => `ESTATE#${estateId}#STAFF`,
};

/** Partition that lists every estate. */
export const everyEstateList = 'ESTATES';

export const estates = entity<Estate, { estateId: string }>({
  table,
  type: 'estate',
  schema: estateSchema,
  key: ({ estateId }) => ({ pk: `ESTATE#${estateId}`, sk: 'ESTATE' }),
  indexes: ({ code, estateId }) => indexKeys('lists', everyEstateList, code, estateId),
});

/** Letterheads, each in a partition of its own, because it has versions and events of its own. */
export const letterheads = entity<Letterhead, { estateId: string }>({
  table,
  type: 'letterhead',
  schema: letterheadSchema,
  key: ({ estateId }) => ({ pk: `LETTERHEAD#${estateId}`, sk: 'LETTERHEAD' }),
});

/** Names in use: codes of estates, and labels of units within their estate. */
export const takenNames = entity<{ name: string; id: string }, { name: string }>({
  table,
  type: 'TakenName',
  schema: z.object({ name: z.string(), id: z.string() }),
  key: ({ name }) => ({ pk: `NAME#${name}`, sk: 'NAME' }),
});

/** Keys of names that must be unique. */
export const nameOf = {
  estateCode: (code: string) => `ESTATE#${code}`,
  /** Labels that differ only in blanks or full-width characters are one name. */
  unitLabel: (estateId: string, label: string) => `UNIT#${estateId}#${placeName(label)}`,
};

/** Reserves a name in a transaction. The same `id` may reserve its name again. */
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
    ...indexKeys('lists', estateLists.units(estateId), label, unitId),
    ...indexKeys('updates', estateLists.units(estateId), updatedAt, unitId),
  }),
});

/** Returns the partition of the people of an estate with a phone number, in any notation. */
export function personsByPhone(estateId: string, phone: string): string {
  return `ESTATE#${estateId}#PHONE#${phoneKey(phone)}`;
}

export const persons = entity<Person, { personId: string }>({
  table,
  type: 'person',
  schema: personSchema,
  key: ({ personId }) => ({ pk: `PERSON#${personId}`, sk: 'PERSON' }),
  indexes: ({ estateId, personId, phone, updatedAt }) => ({
    ...indexKeys('lists', estateLists.persons(estateId), personId),
    ...(phone && indexKeys('mine', personsByPhone(estateId, phone), personId)),
    ...indexKeys('updates', estateLists.persons(estateId), updatedAt, personId),
  }),
});

/** Returns the partition of the tenures of a person. */
export function tenuresOfPerson(personId: string): string {
  return `PERSON#${personId}`;
}

/** Tenures, in the partition of their unit, oldest first. The index `mine` lists them by person. */
export const tenures = entity<Tenure, { unitId: string; tenureId: string }>({
  table,
  type: 'tenure',
  schema: tenureSchema,
  key: ({ unitId, tenureId }) => ({ pk: `UNIT#${unitId}`, sk: `TENURE#${tenureId}` }),
  indexes: ({ personId, from, unitId }) => indexKeys('mine', tenuresOfPerson(personId), from, unitId),
});

/** Returns all tenures of a unit, past ones included, oldest first. */
export function tenuresOf(unitId: string): Promise<Tenure[]> {
  return Array.fromAsync(everyItem(tenures, listingOfTenures(unitId)));
}

/** Returns the list of the tenures of a unit. */
export function listingOfTenures(unitId: string): { partition: string; sort: { beginsWith: string } } {
  return { partition: tenures.key({ unitId, tenureId: '' }).pk, sort: { beginsWith: 'TENURE#' } };
}

export const staff = entity<Staff, { staffId: string }>({
  table,
  type: 'staff',
  schema: staffSchema,
  key: ({ staffId }) => ({ pk: `STAFF#${staffId}`, sk: 'STAFF' }),
  upgrades: [withGrants],
});

/** Memberships of staff in estates, so that one query lists the staff of an estate. */
export const memberships = entity<{ staffId: string; estateId: string }, { staffId: string; estateId: string }>({
  table,
  type: 'StaffMembership',
  schema: z.object({ staffId: z.string(), estateId: z.string() }),
  key: ({ staffId, estateId }) => ({ pk: `STAFF#${staffId}`, sk: `MEMBER#${estateId}` }),
  indexes: ({ staffId, estateId }) => indexKeys('lists', estateLists.staff(estateId), staffId),
});
