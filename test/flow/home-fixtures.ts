import { type Body, type Household, must, type TestEstate } from './backend.ts';
import { announcedPhase, dayFromToday, dayOf, phaseFrom, plannedPhase } from './phase-fixtures.ts';
import type { Householder } from './scenario.ts';
import { until } from './until.ts';

/** A home with its buyer, handover and phase. */
export interface HomeAtHand {
  readonly buyer: Household;
  readonly handoverId: string;
  readonly phaseId: string;
}

/**
 * Creates the homes of a phase that starts today, announces it by post and books a slot today for each buyer.
 * `estate` must be one where it is morning. The buyers have not checked in yet. `atATime: 4` has slots for
 * 128 homes.
 */
export async function homesWithOwners(
  estate: TestEstate,
  count: number,
  { atATime = 1, email }: { atATime?: 1 | 4; email?: null } = {},
): Promise<(HomeAtHand & { code: string })[]> {
  const { manager, operator, technician, supervisor } = estate.staff;
  const names = Array.from({ length: count }, (_, nth) => `buyer-${nth}`);
  const buyers = await Promise.all(names.map((name) => estate.household(name, email === null ? { email } : {})));
  const { phaseId } = await plannedPhase(estate, phaseFrom(estate, '1栋', 0, 30));
  const staff = [technician, operator, supervisor, manager].map(({ personId }) => personId).slice(0, atATime);
  const hours = [{ from: '10:00', to: '18:00' }];
  const stations = [{ name: '1号台', staff, capacity: atATime }];
  const today = dayOf(estate, dayFromToday(0), { hours, minutes: 15, stations });
  await must(manager, 'POST', `/v1/handovers/phases/${phaseId}/days`, { days: [today] });
  const occurredAt = new Date(Date.now() - 15 * 86_400_000).toISOString();
  await announcedPhase(estate, { phaseId }, { method: 'post', occurredAt });
  const path = `/v1/handovers?estateId=${estate.estateId}&phaseId=${phaseId}&limit=200`;
  const all: Body[] = await until('every home', async () => {
    const { items } = await must(operator, 'GET', path);
    return items.length === count && items.every((one: Body) => one.state === 'notified') && items;
  });
  const slots = (await must(operator, 'GET', `/v1/handovers/${all[0].handoverId}/slots`)).items;
  return sideBySide([...buyers.entries()], 4, async ([nth, buyer]) => {
    const { handoverId } = all.find(({ unitId }) => unitId === buyer.unitId) ?? {};
    const { slotId } = slots[nth % slots.length];
    const { booking } = await must(operator, 'POST', `/v1/handovers/${handoverId}/book`, { slotId });
    return { buyer, handoverId, phaseId, code: booking.code };
  });
}

/** Runs `work` for each element, at most `atATime` at a time, and returns the results in order. */
export async function sideBySide<T, R>(all: readonly T[], atATime: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const done = new Map<number, R>();
  const left = all.entries();
  const worker = async () => {
    for (const [nth, one] of left) done.set(nth, await work(one));
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return [...done].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** Takes the next of the homes. @throws Error when none is left. */
export function takeHome<T>(homes: T[]): T {
  const next = homes.pop();
  if (!next) throw new Error('plan more homes');
  return next;
}

/** Checks the buyer of a home in. */
export function checkIn({ staff }: TestEstate, { phaseId, code }: { phaseId: string; code: string }): Promise<Body> {
  const body = { code, identity: { as: 'owner' } };
  return must(staff.operator, 'POST', `/v1/handovers/phases/${phaseId}/check-in`, body);
}

/** Checks the buyer of a home in and settles all gates before the keys except the inspection. */
export async function settleGates(estate: TestEstate, home: HomeAtHand & { code: string }): Promise<void> {
  const { operator, cashier } = estate.staff;
  const at = (what: string) => `/v1/handovers/${home.handoverId}/${what}`;
  await checkIn(estate, home);
  const papers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'];
  await must(operator, 'POST', at('hand-over-documents'), { papers });
  const receipt = { receipt: `WX-${home.handoverId}`.slice(0, 40), fen: 1_072_400, paidOn: dayFromToday(0) };
  await must(cashier, 'POST', at('fund-receipt'), receipt);
  await must(operator, 'POST', at('assess-area'), { contract: '89.37', registered: '89.37', price: '20000' });
}

/** Takes the next of the homes and checks its buyer in, unless `booked` asks for the booking only. */
export async function nextHome(
  estate: TestEstate,
  homes: Awaited<ReturnType<typeof homesWithOwners>>,
  booked: boolean,
): Promise<HomeAtHand> {
  const next = takeHome(homes);
  if (!booked) await checkIn(estate, next);
  return next;
}

/** Registers a home that was handed over before the use of Anju. */
export async function olderHome({ stage, serial, personId }: Householder, number: string): Promise<string> {
  const { estateId, staff } = stage.estate;
  const home = { label: `旧楼${serial}${number}`, building: `旧楼${serial}`, area: '89.37', use: 'dwelling' };
  const { unitId } = await must(staff.administrator, 'POST', `/v1/estates/${estateId}/units`, home);
  const owner = { personId, role: 'owner', from: '2026-06-30' };
  await must(staff.administrator, 'POST', `/v1/units/${unitId}/tenures`, owner);
  return unitId;
}
