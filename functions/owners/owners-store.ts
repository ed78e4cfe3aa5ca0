import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { entity } from '../../shared/store/entity.ts';
import { type Estate, estateSchema } from './estate.ts';
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

export const persons = entity<Person, { personId: string }>({
  table,
  type: 'person',
  schema: personSchema,
  key: ({ personId }) => ({ pk: `PERSON#${personId}`, sk: 'PERSON' }),
  indexes: ({ estateId, personId, phone, updatedAt }) => ({
    listsPk: estateLists.persons(estateId),
    listsSk: personId,
    ...(phone && { minePk: `ESTATE#${estateId}#PHONE#${phoneKey(phone)}`, mineSk: personId }),
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

/** Today in a zone, `YYYY-MM-DD`. */
export function dayIn(zone: string, now: Temporal.Instant): string {
  return now.toZonedDateTimeISO(zone).toPlainDate().toString();
}
