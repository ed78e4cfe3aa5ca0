import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { everyEstate, type Grant, isGranted, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';

const time = z.iso.time({ precision: -1 });

/** A role of staff at an estate: `cashier@sunshine`. `administrator@*` administers the whole company. */
const grantSchema = z.string().regex(new RegExp(`^(${staffRoles.join('|')})@(\\*|[A-Za-z0-9_-]{1,64})$`));

/** Details of a staff member. */
export const staffDetailsSchema = z
  .strictObject({
    name: z.string().min(1).max(200),
    email: z.email().max(254).optional(),
    phone: z.string().max(40).optional(),
    language: languageSchema,
    /** What they may do, each a role at an estate: `cashier@sunshine`, `administrator@*`. */
    grants: z.array(grantSchema).min(1).max(200),
    /** Trades for whose work they may be assigned, of the list of their estates. */
    skills: z.array(z.string().max(40)).max(30).default([]),
    /**
     * Weekly shifts; weekday 1 is Monday. A shift that ends before it starts crosses midnight.
     * Without shifts, they are always on duty.
     */
    shifts: z
      .array(z.strictObject({ weekday: z.number().int().min(1).max(7), from: time, to: time }))
      .max(30)
      .default([]),
    /** Absences, first and last day included. */
    absences: z
      .array(z.strictObject({ from: instantSchema, to: instantSchema }))
      .max(50)
      .default([]),
    deputyId: z.string().max(64).optional(),
    supervisorId: z.string().max(64).optional(),
  })
  .meta({ id: 'ChangeStaffBody' });

export const staffSchema = z
  .object({
    ...staffDetailsSchema.shape,
    staffId: z.string(),
    /** When their employment ended: from then on they may do nothing. */
    endedAt: z.string().optional(),
    /** Estate that keeps the entry: the one it was created in; after a change the first of their estates. */
    estateId: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Staff' });
export type Staff = z.infer<typeof staffSchema>;
type Granted = Pick<Staff, 'grants'> & { readonly endedAt?: string | undefined };

/** Returns what a staff member may do; nothing after their employment ended. */
export function grantsOf({ grants, endedAt }: Granted): Grant[] {
  if (endedAt !== undefined) return [];
  return grants.flatMap((text) => {
    const [role, estateId] = text.split('@');
    const known = staffRoles.find((one) => one === role);
    return known && estateId !== undefined ? [{ role: known, estateId }] : [];
  });
}

/** Returns the estates in which a staff member works; `*` for the whole company. */
export function estatesOf(staff: Granted): string[] {
  return [...new Set(grantsOf(staff).map(({ estateId }) => estateId))];
}

/** Returns true when a staff member has a role at an estate. */
export function hasGrant(staff: Granted, role: Role, estateId: string): boolean {
  return isGranted(grantsOf(staff), role, estateId);
}

/** Returns true when a staff member works in an estate. */
export function worksAt(staff: Granted, estateId: string): boolean {
  return estatesOf(staff).some((one) => one === estateId || one === everyEstate);
}

/** Returns a stored entry of the time when a staff member had all their roles in all their estates. */
export function withGrants({ roles, estates, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const words = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const grants = words(estates).flatMap((estateId) =>
    words(roles)
      .filter((role) => role !== 'resident')
      .map((role) => `${role}@${estateId}`),
  );
  return { ...rest, grants };
}

/** Returns true when a staff member is absent at an instant. */
function isAbsent(staff: Pick<Staff, 'absences'>, at: Temporal.Instant): boolean {
  return staff.absences.some(
    ({ from, to }) =>
      Temporal.Instant.compare(Temporal.Instant.from(from), at) <= 0 &&
      Temporal.Instant.compare(at, Temporal.Instant.from(to)) < 0,
  );
}

/** Returns true within one of their shifts, in the estate's time zone, when not absent. */
export function isOnDuty(staff: Pick<Staff, 'shifts' | 'absences'>, at: Temporal.Instant, zone: string): boolean {
  if (isAbsent(staff, at)) return false;
  if (staff.shifts.length === 0) return true;
  const local = at.toZonedDateTimeISO(zone);
  const now = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const yesterday = local.dayOfWeek === 1 ? 7 : local.dayOfWeek - 1;
  return staff.shifts.some(({ weekday, from, to }) => {
    if (from < to) return weekday === local.dayOfWeek && from <= now && now < to;
    return (weekday === local.dayOfWeek && from <= now) || (weekday === yesterday && now < to);
  });
}

/**
 * Returns the first person in the chain of deputies who is not absent (D9, D51).
 * Returns the staff member themselves when the whole chain is absent.
 */
export function standIn(staff: Staff, colleagues: readonly Staff[], at: Temporal.Instant): Staff {
  const asked = new Set<string>();
  let candidate: Staff | undefined = staff;
  while (candidate && !asked.has(candidate.staffId)) {
    if (!isAbsent(candidate, at)) return candidate;
    asked.add(candidate.staffId);
    const { deputyId }: Staff = candidate;
    candidate = colleagues.find((one) => one.staffId === deputyId);
  }
  return staff;
}
