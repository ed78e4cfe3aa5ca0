import type { Temporal } from 'temporal-polyfill';
import { hasGrant, isOnDuty, type Staff } from '../../register/owners/public.ts';
import { generalTrade } from './trades.ts';
import type { WorkOrder } from './work-order.ts';

type Candidate = Pick<Staff, 'staffId' | 'grants' | 'endedAt' | 'skills' | 'shifts' | 'absences'>;
type Wanted = Pick<WorkOrder, 'estateId' | 'trade' | 'severity' | 'refusedBy' | 'replays'>;

/** Returns true for a technician with the skill of this trade. */
function isSpecialist(technician: Pick<Staff, 'skills'>, trade: string): boolean {
  return technician.skills.includes(trade);
}

/** Returns true for a technician for every trade: with the general skill, or with no skill listed. */
function isGeneralist(technician: Pick<Staff, 'skills'>): boolean {
  return technician.skills.length === 0 || technician.skills.includes(generalTrade);
}

/** Returns true when a technician may do work of a trade. */
export function knowsTrade(technician: Pick<Staff, 'skills'>, trade: string): boolean {
  return isSpecialist(technician, trade) || isGeneralist(technician);
}

/** Returns true for a technician of an estate. */
export function isTechnicianOf(staff: Pick<Staff, 'grants' | 'endedAt'>, estateId: string): boolean {
  return hasGrant(staff, 'technician', estateId);
}

/** Returns true when a technician is not absent, on or off their shift. */
function isThere(technician: Candidate, at: Temporal.Instant, zone: string): boolean {
  return isOnDuty({ shifts: [], absences: technician.absences }, at, zone);
}

/**
 * Returns the technicians of the estate who know the trade, are not absent and have not refused the order.
 */
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

/** Number of open orders by which a generalist must be less loaded to be chosen before a specialist. */
const specialistLead = 3;

/**
 * Chooses a technician on duty (D12): the lowest load, where being a specialist counts as `specialistLead`
 * orders less; then specialists, then the id, which makes the choice repeatable. Nobody with `mostOpenOrders`
 * gets another order, except an emergency or replayed history. An emergency without anyone on duty goes to a
 * technician off their shift, never to an absent one. Returns undefined when there is none.
 */
export function chooseTechnician<T extends Candidate>(
  order: Wanted,
  people: readonly T[],
  load: { readonly of: ReadonlyMap<string, number>; readonly most: number },
  at: Temporal.Instant,
  zone: string,
): T | undefined {
  const able = eligible(order, people, at, zone);
  const isEmergency = order.severity === 'emergency';
  const loadOf = (one: T) => load.of.get(one.staffId) ?? 0;
  const onDuty = able.filter((one) => isOnDuty(one, at, zone));
  const asked = onDuty.length === 0 && isEmergency ? able : onDuty;
  const free = asked.filter((one) => order.replays || loadOf(one) < load.most);
  const rank = (one: T) => (isSpecialist(one, order.trade) ? 0 : 1);
  const weight = (one: T) => loadOf(one) + rank(one) * specialistLead;
  return (free.length === 0 && isEmergency ? asked : free).toSorted(
    (a, b) => weight(a) - weight(b) || rank(a) - rank(b) || (a.staffId < b.staffId ? -1 : 1),
  )[0];
}
