import { remembered } from '../../../shared/kernel/remembered.ts';
import { get } from '../../../shared/store/table.ts';
import type { Estate } from './estate.ts';
import { estates, persons, staff, units } from './owners.store.ts';
import type { Person } from './person.ts';
import type { Staff } from './staff.ts';
import type { Unit } from './unit.ts';

/** A function remembers the register for ten seconds, because it changes rarely. */
export const forAWhile = { ms: 10_000, most: 5_000 };

/** Returns an estate with its time zone, language and working calendar; up to ten seconds old. */
export const estateOf: (estateId: string) => Promise<Estate | undefined> = remembered(
  (estateId) => get(estates, { estateId }),
  forAWhile,
);

/** Returns a unit; up to ten seconds old. */
export const unitOf: (unitId: string) => Promise<Unit | undefined> = remembered(
  (unitId) => get(units, { unitId }),
  forAWhile,
);

/** Returns an owner or occupant; up to ten seconds old. */
export const personOf: (personId: string) => Promise<Person | undefined> = remembered(
  (personId) => get(persons, { personId }),
  forAWhile,
);

/** Returns a staff member; up to ten seconds old. */
export const staffOf: (staffId: string) => Promise<Staff | undefined> = remembered(
  (staffId) => get(staff, { staffId }),
  forAWhile,
);
