import type { Temporal } from 'temporal-polyfill';
import { isOnDuty, type Staff } from '../../register/owners/public.ts';
import { generalTrade } from './trades.ts';
import type { WorkOrder } from './work-order.ts';

type Candidate = Pick<Staff, 'staffId' | 'roles' | 'estates' | 'skills' | 'shifts' | 'absences'>;
type Wanted = Pick<WorkOrder, 'estateId' | 'trade' | 'severity' | 'refusedBy'>;

/** Skilled in just this trade. */
function isSpecialist(technician: Pick<Staff, 'skills'>, trade: string): boolean {
  return technician.skills.includes(trade);
}

/** Somebody for every trade: general skill, or none written down. */
function isGeneralist(technician: Pick<Staff, 'skills'>): boolean {
  return technician.skills.length === 0 || technician.skills.includes(generalTrade);
}

/** May be sent for a trade. */
export function knowsTrade(technician: Pick<Staff, 'skills'>, trade: string): boolean {
  return isSpecialist(technician, trade) || isGeneralist(technician);
}

/** A technician of an estate. */
export function isTechnicianOf(staff: Pick<Staff, 'roles' | 'estates'>, estateId: string): boolean {
  return staff.roles.includes('technician') && staff.estates.includes(estateId);
}

/** Not on leave; off his shift perhaps. */
function isThere(technician: Candidate, at: Temporal.Instant, zone: string): boolean {
  return isOnDuty({ shifts: [], absences: technician.absences }, at, zone);
}

/** Who may be sent at all: of the estate, of the trade, there, and has not refused it already. */
export function eligible<T extends Candidate>(
  order: Wanted,
  people: readonly T[],
  at: Temporal.Instant,
  zone: string,
): T[] {
  return people.filter(
    (one) =>
      isTechnicianOf(one, order.estateId) &&
      knowsTrade(one, order.trade) &&
      isThere(one, at, zone) &&
      !order.refusedBy.includes(one.staffId),
  );
}

/**
 * Whom to send (D12): on duty, specialists of the trade before those who do everything, the one with the least open
 * orders, then by id so that the choice can be repeated. For an emergency that nobody on duty can take, somebody off his
 * shift; never somebody absent. Undefined when there is nobody.
 */
export function chooseTechnician<T extends Candidate>(
  order: Wanted,
  people: readonly T[],
  loads: ReadonlyMap<string, number>,
  at: Temporal.Instant,
  zone: string,
): T | undefined {
  const able = eligible(order, people, at, zone);
  const onDuty = able.filter((one) => isOnDuty(one, at, zone));
  const asked = onDuty.length === 0 && order.severity === 'emergency' ? able : onDuty;
  const loadOf = (one: T) => loads.get(one.staffId) ?? 0;
  const rank = (one: T) => (isSpecialist(one, order.trade) ? 0 : 1);
  return asked.toSorted((a, b) => rank(a) - rank(b) || loadOf(a) - loadOf(b) || (a.staffId < b.staffId ? -1 : 1))[0];
}
