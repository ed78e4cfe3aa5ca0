import { Temporal } from 'temporal-polyfill';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from './backend.ts';
import { changePolicy } from './change-policy.ts';
import { until } from './until.ts';

/** Returns a time zone where it is about `hour` o'clock now, so that today can always be a handover day. */
function zoneWhereItIs(hour: number): string {
  const offset = hour - Temporal.Now.zonedDateTimeISO('UTC').hour;
  const within = offset > 12 ? offset - 24 : offset < -11 ? offset + 24 : offset;
  // The names of these zones have inverted signs.
  return within === 0 ? 'Etc/GMT' : `Etc/GMT${within > 0 ? '-' : '+'}${Math.abs(within)}`;
}

/** Creates an estate where it is about 9:00 now and which has no quiet hours. */
export async function estateInTheMorning(code: string, hour = 9): Promise<TestEstate> {
  const estate = await estateCalled(code, { calendar: stateCouncilCalendar(zoneWhereItIs(hour)) });
  await changePolicy(estate, 'notices', { quietFrom: '00:00', quietTo: '00:00' });
  return estate;
}

/** Returns the day `days` days from today in such an estate. */
export function dayFromToday(days: number, hour = 9): string {
  return Temporal.Now.plainDateISO(zoneWhereItIs(hour)).add({ days }).toString();
}

/** Returns the input for a phase that begins in `begins` days and lasts `lasts` days. */
export function phaseFrom(estate: TestEstate, building: string, begins: number, lasts: number, hour = 9) {
  return {
    name: `${building}交付`,
    buildings: [building],
    acceptedOn: '2024-01-10',
    filing: '备字2024-001',
    from: dayFromToday(begins, hour),
    to: dayFromToday(begins + lasts - 1, hour),
    managerId: estate.staff.manager.personId,
  };
}

/** Plans a phase and waits until its handovers are created. */
export async function plannedPhase(estate: TestEstate, details: object): Promise<Body> {
  const { phaseId } = await must(
    estate.staff.manager,
    'POST',
    `/v1/handovers/estates/${estate.estateId}/phases`,
    details,
  );
  return until('homes to be entered', async () => {
    const phase = await must(estate.staff.manager, 'GET', `/v1/handovers/phases/${phaseId}`);
    return phase.state === 'planned' && phase;
  });
}

/** Announces a phase and waits until all its notices are written. */
export async function announcedPhase(estate: TestEstate, { phaseId }: Body, method: object = {}): Promise<void> {
  await must(estate.staff.manager, 'POST', `/v1/handovers/phases/${phaseId}/announce`, method);
  await until('notices to be written', async () => {
    return (await must(estate.staff.manager, 'GET', `/v1/handovers/phases/${phaseId}`)).state === 'announced';
  });
}

/** Returns the input for a handover day with one station and slots of 60 minutes from 10:00 to 12:00. */
export function dayOf(estate: TestEstate, day: string, more: object = {}) {
  const station = { name: '1号台', staff: [estate.staff.technician.personId], capacity: 1 };
  return { day, hours: [{ from: '10:00', to: '12:00' }], minutes: 60, stations: [station], ...more };
}

/** Registers a unit in a building and its owner, who has an e-mail address. */
export async function homeIn(
  estate: TestEstate,
  name: string,
  building: string,
  more: object = {},
): Promise<Household> {
  const { estateId, staff } = estate;
  const personId = `${estateId}-${name}`;
  const email = `${personId}@residents.example`;
  const person = { personId, name, language: 'zh-CN', email, ...more };
  await must(staff.administrator, 'POST', `/v1/estates/${estateId}/persons`, person);
  const unit = { label: `${building}-${name}`, building, area: '89.37', use: 'dwelling' };
  const { unitId } = await must(staff.administrator, 'POST', `/v1/estates/${estateId}/units`, unit);
  const owning = { personId, role: 'owner', from: '2024-06-30' };
  await must(staff.administrator, 'POST', `/v1/units/${unitId}/tenures`, owning);
  return { sub: personId, personId, name, roles: ['resident'], estates: [estateId], unitId, email };
}

export async function handoverOfUnit({ estateId, staff }: TestEstate, unitId: string): Promise<Body> {
  const { items } = await must(staff.operator, 'GET', `/v1/handovers?estateId=${estateId}&unitId=${unitId}`);
  return items[0];
}

async function handoversOf({ estateId, staff }: TestEstate, phaseId: string): Promise<Body[]> {
  const path = `/v1/handovers?estateId=${estateId}&phaseId=${phaseId}&limit=200`;
  const all: Body[] = [];
  let cursor = '';
  do {
    const page = await must(staff.operator, 'GET', `${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    all.push(...page.items);
    cursor = page.cursor ?? '';
  } while (cursor);
  return all;
}

/** Returns the input for notices sent by post 20 days ago. */
export function byPost(): object {
  return { method: 'post', occurredAt: new Date(Date.now() - 20 * 86_400_000).toISOString() };
}

/**
 * Creates announced homes of a building with stations on the first day. Returns them and functions to use
 * them.
 */
export async function announcedHomes(
  estate: TestEstate,
  building: string,
  names: readonly string[],
  { begins, lasts = 3, method, day }: { begins: number; lasts?: number; method?: object; day?: object },
) {
  const { operator: desk, manager } = estate.staff;
  const owners: Household[] = [];
  for (let from = 0; from < names.length; from += 20) {
    owners.push(...(await Promise.all(names.slice(from, from + 20).map((name) => homeIn(estate, name, building)))));
  }
  const { phaseId } = await plannedPhase(estate, phaseFrom(estate, building, begins, lasts));
  const first = dayFromToday(begins);
  await must(manager, 'POST', `/v1/handovers/phases/${phaseId}/days`, { days: [dayOf(estate, first, day)] });
  await announcedPhase(estate, { phaseId }, method);
  await idle();
  const found = await handoversOf(estate, phaseId);
  const idOf = (unitId: string) => found.find((one: Body) => one.unitId === unitId).handoverId;
  const handoverIds: string[] = owners.map(({ unitId }) => idOf(unitId));
  return {
    phaseId,
    owners,
    handoverIds,
    first,
    slots: async (): Promise<Body[]> =>
      (await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/slots?limit=200`)).items,
    now: (nth: number): Promise<Body> => must(desk, 'GET', `/v1/handovers/${handoverIds[nth]}`),
    act: (nth: number, what: string, body: object = {}, as: Caller | undefined = owners[nth]) =>
      ask(as, 'POST', `/v1/handovers/${handoverIds[nth]}/${what}`, body),
    figures: (): Promise<Body> => must(desk, 'GET', `/v1/handovers/phases/${phaseId}/figures`),
  };
}

/** Sells a home: ends the tenure of its owner in the register and starts that of the buyer. */
export async function sold(
  { staff: { administrator } }: TestEstate,
  { unitId }: Household,
  to: Household,
): Promise<void> {
  const { items } = await must(administrator, 'GET', `/v1/units/${unitId}/tenures`);
  const { tenureId } = items.find(({ role, to: end }: Body) => role === 'owner' && end === undefined);
  await must(administrator, 'POST', `/v1/units/${unitId}/tenures/${tenureId}/end`, { to: dayFromToday(-1) });
  const owning = { personId: to.personId, role: 'owner', from: dayFromToday(0) };
  await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, owning);
  await idle();
}
