import type { Role } from '../../../shared/http/auth.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { get, getMany, list, type Page } from '../../../shared/store/table.ts';
import type { Estate } from './estate.ts';
import { estateLists, estates, memberships, persons, staff, tenures, tenuresOf, units } from './owners.store.ts';
import type { Person } from './person.ts';
import type { Staff } from './staff.ts';
import { holdsOn, type Tenure } from './tenure.ts';
import type { Unit } from './unit.ts';

export type { Estate } from './estate.ts';
export type { Person } from './person.ts';
export { isOnDuty, type Staff, standIn } from './staff.ts';
export { type Unit, uses } from './unit.ts';

/** Reads of the register change rarely and are asked for often: each is remembered for ten seconds in a function. */
const freshMs = 10_000;

function remembered<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, { at: number; value: Promise<T> }>();
  return (id) => {
    const now = systemClock.now().epochMilliseconds;
    const hit = known.get(id);
    if (hit && now - hit.at < freshMs) return hit.value;
    if (known.size > 5_000) known.clear();
    const value = read(id);
    known.set(id, { at: now, value });
    value.catch(() => known.delete(id));
    return value;
  };
}

/** An estate with its zone, language and working calendar. Undefined when there is none. */
export const estateOf: (estateId: string) => Promise<Estate | undefined> = remembered((estateId) =>
  get(estates, { estateId }),
);

/** A unit of the register. */
export const unitOf: (unitId: string) => Promise<Unit | undefined> = remembered((unitId) => get(units, { unitId }));

/** An owner or occupant. */
export const personOf: (personId: string) => Promise<Person | undefined> = remembered((personId) =>
  get(persons, { personId }),
);

/** Somebody of ours. */
export const staffOf: (staffId: string) => Promise<Staff | undefined> = remembered((staffId) =>
  get(staff, { staffId }),
);

/** A page of the units of an estate, by label. */
export function unitsOfEstate(
  estateId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<Unit>> {
  return list(units, { index: 'lists', partition: estateLists.units(estateId), ...page });
}

/** Units by their ids, as the register has them this moment; at most 100. */
export function unitsOf(unitIds: readonly string[]): Promise<Unit[]> {
  return getMany(
    units,
    unitIds.map((unitId) => ({ unitId })),
  );
}

/** Who owned a unit, from when to when (both days included; without `to` he does), oldest first. Co-owners are not among them. */
export async function ownershipOf(unitId: string): Promise<Pick<Tenure, 'personId' | 'from' | 'to'>[]> {
  const all = await tenuresOf(unitId);
  return all.filter(({ role }) => role === 'owner').map(({ personId, from, to }) => ({ personId, from, to }));
}

/** Whether a person holds a unit on a day (`YYYY-MM-DD`) in any right. */
export async function holdsUnit(personId: string, unitId: string, day: string): Promise<boolean> {
  let cursor: string | undefined;
  do {
    // An agent may hold more units than fit a page.
    const held = await list(tenures, { index: 'mine', partition: `PERSON#${personId}`, limit: 200, cursor });
    if (held.items.some((tenure) => tenure.unitId === unitId && holdsOn(tenure, day))) return true;
    cursor = held.cursor;
  } while (cursor);
  return false;
}

/** In what rights a person has a unit on a day: as owner, co-owner, tenant, family or agent. */
export async function rightsOf(personId: string, unitId: string, day: string): Promise<Tenure['role'][]> {
  const all = await tenuresOf(unitId);
  return all.filter((tenure) => tenure.personId === personId && holdsOn(tenure, day)).map(({ role }) => role);
}

/** Owners and occupants by their ids, as the register has them this moment; at most 100. */
export function personsOf(personIds: readonly string[]): Promise<Person[]> {
  return getMany(
    persons,
    personIds.map((personId) => ({ personId })),
  );
}

const peopleOf = remembered(async (estateId: string) => {
  const members = await list(memberships, { index: 'lists', partition: estateLists.staff(estateId), limit: 200 });
  return getMany(
    staff,
    members.items.map(({ staffId }) => ({ staffId })),
  );
});

/** Our people of an estate (at most 200), those with a role when one is given, in a fixed order. */
export async function staffOfEstate(estateId: string, role?: Role): Promise<Staff[]> {
  const people = await peopleOf(estateId);
  return role ? people.filter((one) => one.roles.includes(role)) : people;
}

/** An owner or occupant as the register has him this moment: where ten seconds matter, as for a consent just withdrawn. */
export function registeredPerson(personId: string): Promise<Person | undefined> {
  return get(persons, { personId });
}

/** Who is told of what happens in a unit on a day (`YYYY-MM-DD`): its tenant, or where it is not let its owner. */
export async function householdOf(unitId: string, day: string): Promise<string | undefined> {
  const holding = (await tenuresOf(unitId)).filter((tenure) => holdsOn(tenure, day));
  const latest = (role: Tenure['role']) => holding.findLast((tenure) => tenure.role === role);
  return (latest('tenant') ?? latest('owner') ?? latest('co-owner'))?.personId;
}
