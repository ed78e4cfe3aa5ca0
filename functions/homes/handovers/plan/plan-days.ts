import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { type Estate, staffOfEstate } from '../../../register/owners/public.ts';
import { phases } from '../handovers.store.ts';
import type { Phase } from './phase.ts';
import { changedPhase, mustStand } from './plan-phase.ts';
import { type DayDetails, plannedDays, type StationPlan } from './slot.ts';
import { slots, stationPlans, stationsOf } from './slots.store.ts';

/**
 * Plans days of a phase with hours, stations, staff and slots; all or nothing. Further stations of a day can
 * be added later.
 * @throws Problem as `plannedDays`.
 */
export async function planDays(
  before: Phase,
  days: readonly DayDetails[],
  estate: Estate,
  act: ActionContext,
): Promise<{ plans: StationPlan[]; transaction: Transaction }> {
  mustStand(before, 'entering', 'planned', 'announcing', 'announced');
  const { phaseId } = before;
  const [people, ...known] = await Promise.all([
    staffOfEstate(before.estateId),
    ...[...new Set(days.map(({ day }) => day))].map((day) => stationsOf(phaseId, { day, limit: 200 })),
  ]);
  const planned = plannedDays(before, days, {
    zone: estate.calendar.zone,
    today: dayIn(estate.calendar.zone, act.recordedAt),
    people: new Set(people.map(({ staffId }) => staffId)),
    planned: known.flatMap(({ items }) => items),
  });
  const after = changedPhase(before, {}, act);
  const places = planned.plans.reduce((sum, plan) => sum + plan.places, 0);
  const data = { phaseId, days: [...new Set(days.map(({ day }) => day))], places };
  const transaction = new Transaction()
    .save(phases, after, before)
    .record(phases, after, 'PhaseDaysPlanned', data, act);
  const free = { text: 'attribute_not_exists(pk)' };
  for (const plan of planned.plans) transaction.put(stationPlans, plan, free);
  for (const slot of planned.slots) transaction.put(slots, slot, free);
  return { plans: planned.plans, transaction };
}
