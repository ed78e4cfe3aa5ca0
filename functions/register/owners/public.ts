import { enterEstate } from '../../../shared/http/access.ts';
import { type Caller, type Registered, type Role, everyEstate as wholeCompany } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { remembered } from '../../../shared/kernel/remembered.ts';
import type { Sender } from '../../../shared/pages/paper.ts';
import { everyItem, get, getMany, list, type Page } from '../../../shared/store/table.ts';
import type { Estate } from './estate.ts';
import {
  estateLists,
  estates,
  everyEstateList,
  letterheads,
  memberships,
  persons,
  staff,
  tenures,
  tenuresOf,
  tenuresOfPerson,
  units,
} from './owners.store.ts';
import type { Person } from './person.ts';
import { estateOf, forAWhile } from './remembered-register.ts';
import { grantsOf, hasGrant, type Staff } from './staff.ts';
import { holdsOn, type Tenure } from './tenure.ts';
import type { Unit } from './unit.ts';

export { namedTimeline, withActorNames } from './actor-names.ts';
export { mustNotAdvertise } from './advertising.ts';
export type { Estate } from './estate.ts';
export type { Person } from './person.ts';
export { estateNeeded, unknownPerson, unknownStaff, unknownUnit } from './register-problems.ts';
export { estateOf, personOf, staffOf, unitOf } from './remembered-register.ts';
export { personIdOf } from './row-checks.ts';
export { hasGrant, isOnDuty, type Staff, standIn, worksAt } from './staff.ts';
export { type Unit, uses } from './unit.ts';

/** The ids of those who administer the company without an entry: somebody must enter the first staff. */
function firstAdministrators(): string[] {
  return (process.env.FIRST_ADMINISTRATORS ?? '').split(',').filter(Boolean);
}

const rememberedCaller = remembered(
  async (personId: string): Promise<Registered> => {
    const [member, person] = await Promise.all([get(staff, { staffId: personId }), get(persons, { personId })]);
    return {
      name: member?.name ?? person?.name,
      grants: [
        ...(member ? grantsOf(member) : []),
        ...(person ? [{ role: 'resident' as const, estateId: person.estateId }] : []),
        ...(firstAdministrators().includes(personId)
          ? [{ role: 'administrator' as const, estateId: wholeCompany }]
          : []),
      ],
    };
  },
  { ms: 60_000, most: 5_000 },
);

/**
 * Returns who calls and what the register grants them: staff their grants, owners and occupants the role of a
 * resident in their estate. A function remembers it for a minute; an id without grants is read each time.
 */
export async function registeredCaller(personId: string): Promise<Registered> {
  const registered = await rememberedCaller(personId);
  if (registered.grants.length === 0) rememberedCaller.forget(personId);
  return registered;
}

/**
 * Returns who sends a document of an estate: its name and its letterhead with the approved account to pay to.
 * The letterhead is read each time, because a wrong account costs money.
 */
export async function senderOf(estateId: string): Promise<Sender> {
  const [estate, letterhead] = await Promise.all([estateOf(estateId), get(letterheads, { estateId })]);
  const { company, address, hotline, logo, payTo } = letterhead ?? {};
  return { estateName: estate?.name ?? '', company, address, hotline, logo, payTo };
}

/** Returns an estate that a request or a record names. @throws Problem not-found when there is none. */
export async function requireEstate(estateId: string): Promise<Estate> {
  const estate = await estateOf(estateId);
  if (!estate) throw new Problem(problems.notFound);
  return estate;
}

/** Returns the time zone of an estate. @throws Problem not-found when there is none. */
export async function zoneOf(estateId: string): Promise<string> {
  return (await requireEstate(estateId)).calendar.zone;
}

/** Returns an estate that the caller may enter. @throws Problem not-found for any other. */
export function estateInReach(caller: Caller, estateId: string): Promise<Estate> {
  enterEstate(caller, estateId);
  return requireEstate(estateId);
}

/** Returns a page of the units of an estate, sorted by label. */
export function unitsOfEstate(
  estateId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<Unit>> {
  return list(units, { index: 'lists', partition: estateLists.units(estateId), ...page });
}

/** Returns the units of an estate one after the other, sorted by label. */
export function everyUnitOf(estateId: string): AsyncGenerator<Unit> {
  return everyItem(units, { index: 'lists', partition: estateLists.units(estateId) });
}

/** Returns units by id (at most 100), not cached. */
export function unitsOf(unitIds: readonly string[]): Promise<Unit[]> {
  return getMany(
    units,
    unitIds.map((unitId) => ({ unitId })),
  );
}

/**
 * Returns the owners of a unit, oldest first, without co-owners. Both `from` and `to` are included.
 * An owner without `to` still owns the unit.
 */
export async function ownershipOf(unitId: string): Promise<Pick<Tenure, 'personId' | 'from' | 'to'>[]> {
  const all = await tenuresOf(unitId);
  return all.filter(({ role }) => role === 'owner').map(({ personId, from, to }) => ({ personId, from, to }));
}

/** Returns true when a person holds a unit on a day (`YYYY-MM-DD`) in any role. */
export async function holdsUnit(personId: string, unitId: string, day: string): Promise<boolean> {
  for await (const tenure of everyItem(tenures, { index: 'mine', partition: tenuresOfPerson(personId) })) {
    if (tenure.unitId === unitId && holdsOn(tenure, day)) return true;
  }
  return false;
}

/** Returns the roles in which a person has a unit on a day: owner, co-owner, tenant, family or agent. */
export async function rightsOf(personId: string, unitId: string, day: string): Promise<Tenure['role'][]> {
  const all = await tenuresOf(unitId);
  return all.filter((tenure) => tenure.personId === personId && holdsOn(tenure, day)).map(({ role }) => role);
}

/** Returns owners and occupants by id (at most 100), not cached. */
export function personsOf(personIds: readonly string[]): Promise<Person[]> {
  return getMany(
    persons,
    personIds.map((personId) => ({ personId })),
  );
}

/** Returns every estate, one after the other, by code. */
export function everyEstate(): AsyncGenerator<Estate> {
  return everyItem(estates, { index: 'lists', partition: everyEstateList });
}

const peopleOf = remembered(async (estateId: string) => {
  const listing = { index: 'lists' as const, partition: estateLists.staff(estateId), limit: 200 };
  const members = await Array.fromAsync(everyItem(memberships, listing));
  return getMany(
    staff,
    members.map(({ staffId }) => ({ staffId })),
  );
}, forAWhile);

/** Returns the staff of an estate in a fixed order, filtered by `role` when given. */
export async function staffOfEstate(estateId: string, role?: Role): Promise<Staff[]> {
  const people = await peopleOf(estateId);
  return role ? people.filter((one) => hasGrant(one, role, estateId)) : people;
}

/** Returns an owner or occupant, not cached. Use it where ten seconds matter, as for a withdrawn consent. */
export function registeredPerson(personId: string): Promise<Person | undefined> {
  return get(persons, { personId });
}

/**
 * Returns whom to notify about a unit on a day (`YYYY-MM-DD`): its tenant, else its owner, else a co-owner.
 */
export async function householdOf(unitId: string, day: string): Promise<string | undefined> {
  const holding = (await tenuresOf(unitId)).filter((tenure) => holdsOn(tenure, day));
  const latest = (role: Tenure['role']) => holding.findLast((tenure) => tenure.role === role);
  return (latest('tenant') ?? latest('owner') ?? latest('co-owner'))?.personId;
}
