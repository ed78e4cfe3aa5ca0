import { type Body, type Household, must, type TestEstate } from './house.ts';
import { announcedPhase, dayFromToday, dayOf, phaseFrom, plannedPhase } from './phase-at-hand.ts';
import { until } from './whole-life.ts';

/** A home with its buyer, who has come on his day. */
export interface HomeAtHand {
  readonly buyer: Household;
  readonly handoverId: string;
  readonly phaseId: string;
}

/**
 * Homes of a phase that began today, written to by post, each with its buyer booked for today; `estate` must be one in which
 * it is morning. Their buyers have not come yet.
 */
export async function bookedHomes(estate: TestEstate, count: number): Promise<(HomeAtHand & { code: string })[]> {
  const { manager, operator } = estate.staff;
  const names = Array.from({ length: count }, (_, nth) => `buyer-${nth}`);
  const buyers = await Promise.all(names.map((name) => estate.household(name)));
  const { phaseId } = await plannedPhase(estate, phaseFrom(estate, '1栋', 0, 30));
  const today = dayOf(estate, dayFromToday(0), { hours: [{ from: '10:00', to: '18:00' }], minutes: 15 });
  await must(manager, 'POST', `/v1/phases/${phaseId}/days`, { days: [today] });
  const occurredAt = new Date(Date.now() - 15 * 86_400_000).toISOString();
  await announcedPhase(estate, { phaseId }, { how: 'post', occurredAt });
  const path = `/v1/handovers?estateId=${estate.estateId}&phaseId=${phaseId}&limit=200`;
  const all: Body[] = await until('every home', async () => {
    const { items } = await must(operator, 'GET', path);
    return items.length === count && items.every((one: Body) => one.state === 'notified') && items;
  });
  const slots = (await must(operator, 'GET', `/v1/handovers/${all[0].handoverId}/slots`)).items;
  const homes: (HomeAtHand & { code: string })[] = [];
  for (const [nth, buyer] of buyers.entries()) {
    const { handoverId } = all.find(({ unitId }) => unitId === buyer.unitId) ?? {};
    const { slotId } = slots[nth % slots.length];
    const { booking } = await must(operator, 'POST', `/v1/handovers/${handoverId}/book`, { slotId });
    homes.push({ buyer, handoverId, phaseId, code: booking.code });
  }
  return homes;
}
