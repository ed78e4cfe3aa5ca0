import { Temporal } from 'temporal-polyfill';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';
import { type Body, estateCalled, must, type TestEstate } from './house.ts';
import { until } from './whole-life.ts';

/** A zone in which it is about that hour of the day now, so that a day of handing over is always today. */
function zoneWhereItIs(hour: number): string {
  const offset = hour - Temporal.Now.zonedDateTimeISO('UTC').hour;
  const within = offset > 12 ? offset - 24 : offset < -11 ? offset + 24 : offset;
  // The names of these zones count westwards.
  return within === 0 ? 'Etc/GMT' : `Etc/GMT${within > 0 ? '-' : '+'}${Math.abs(within)}`;
}

/** An estate in which it is about nine in the morning, where people may be written to at any hour. */
export async function estateInTheMorning(code: string, hour = 9): Promise<TestEstate> {
  const estate = await estateCalled(code, { calendar: stateCouncilCalendar(zoneWhereItIs(hour)) });
  const path = `/v1/estates/${estate.estateId}/policies/notices`;
  const { estateId, version, ...policy } = await must(estate.staff.manager, 'GET', path);
  await must(
    estate.staff.manager,
    'PUT',
    path,
    { ...policy, quietFrom: '00:00', quietTo: '00:00' },
    { ifMatch: version },
  );
  return estate;
}

/** Today in such an estate, and other days from it. */
export function dayFromToday(days: number, hour = 9): string {
  return Temporal.Now.plainDateISO(zoneWhereItIs(hour)).add({ days }).toString();
}

/** What is said of a phase that begins so many days from today and lasts so many. */
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

/** Plans a phase and waits until its homes are entered. */
export async function plannedPhase(estate: TestEstate, details: object): Promise<Body> {
  const { phaseId } = await must(estate.staff.manager, 'POST', `/v1/estates/${estate.estateId}/phases`, details);
  return until('homes to be entered', async () => {
    const phase = await must(estate.staff.manager, 'GET', `/v1/phases/${phaseId}`);
    return phase.state === 'planned' && phase;
  });
}

/** Has the notices written, and waits until all are. */
export async function announcedPhase(estate: TestEstate, { phaseId }: Body, how: object = {}): Promise<void> {
  await must(estate.staff.manager, 'POST', `/v1/phases/${phaseId}/announce`, how);
  await until('notices to be written', async () => {
    return (await must(estate.staff.manager, 'GET', `/v1/phases/${phaseId}`)).state === 'announced';
  });
}

/** One station on a day, with slots of so many minutes from one hour to another. */
export function dayOf(estate: TestEstate, day: string, more: object = {}) {
  const station = { name: '1号台', staff: [estate.staff.technician.personId], capacity: 1 };
  return { day, hours: [{ from: '10:00', to: '12:00' }], minutes: 60, stations: [station], ...more };
}
