import { beforeAll, expect, test } from 'vitest';
import {
  ask,
  type Body,
  estateCalled,
  type Household,
  idle,
  mailsTo,
  must,
  reported,
  type TestEstate,
} from './house.ts';
import { htmlOf } from './mail.ts';

let estate: TestEstate;
let desk: TestEstate['staff']['operator'];
let limei: Household;

beforeAll(async () => {
  estate = await estateCalled('SU');
  desk = estate.staff.operator;
  limei = await estate.household('limei');
  await estate.technician('gasman', { skills: ['gas'] });
  await estate.technician('plumber', { skills: ['water'] });
  const path = `/v1/estates/${estate.estateId}/policies/tickets`;
  const { estateId, version, ...policy } = await must(estate.staff.manager, 'GET', path);
  const triageTimes = { desk: 900, online: 900, callBack: 900, unreached: 900 };
  await must(estate.staff.manager, 'PUT', path, { ...policy, triageTimes }, { ifMatch: version });
});

/** Sets how many seconds the desk has for its answer; what is under way keeps its time-out. */
async function answerWithin(seconds: number): Promise<void> {
  const path = `/v1/estates/${estate.estateId}/policies/tickets`;
  const { estateId, version, ...policy } = await must(estate.staff.manager, 'GET', path);
  const triageTimes = { ...policy.triageTimes, desk: seconds };
  await must(estate.staff.manager, 'PUT', path, { ...policy, triageTimes }, { ifMatch: version });
}

const doubtful = { type: 'repair', category: 'other', title: '厨房好像有煤气味' };
const suspected = (details: object = {}) =>
  reported(estate, { ...doubtful, requester: { personId: limei.personId }, ...details });
const read = (ticket: Body, as = desk): Promise<Body> => must(as, 'GET', `/v1/tickets/${ticket.ticketId}`);
const answers = (ticket: Body, yes: boolean) =>
  ticket.suspicion.questions.map(({ hazard, question }: Body) => ({ hazard, question, yes }));
const lettersAbout = async ({ number }: Body): Promise<string[]> =>
  (await mailsTo(String(limei.email))).map(({ raw }) => htmlOf(raw)).filter((html) => html.includes(number));
const orderOf = async (ticket: Body): Promise<Body> => {
  const { workOrderId } = await read(ticket);
  return must(desk, 'GET', `/v1/work-orders/${workOrderId}`);
};
const leaveTheBuilding = /离开现场/;
test('a suspicion by phone is asked about, and answered with no it stays as it was', async () => {
  const ticket = await suspected();
  expect(ticket.severity).toBe('normal');
  expect(ticket.suspicion).toMatchObject({ state: 'open', next: 'raise', findings: [{ hazard: 'gas' }] });
  expect(ticket.suspicion.questions[0]).toMatchObject({ hazard: 'gas', question: 'now' });
  const after = await must(desk, 'POST', `/v1/tickets/${ticket.ticketId}/triage/answers`, {
    answers: answers(ticket, false),
  });
  expect(after).toMatchObject({ severity: 'normal', suspicion: { state: 'dismissed', questions: [] } });
  await idle();
  const letters = await lettersAbout(ticket);
  expect(letters.length).toBeGreaterThan(0);
  expect(letters.filter((html) => leaveTheBuilding.test(html))).toEqual([]);
});

test('one answer of danger makes it an emergency at once, with the trade of its class and the way out', async () => {
  const ticket = await suspected();
  await idle();
  const [first] = answers(ticket, true);
  const path = `/v1/tickets/${ticket.ticketId}/triage/answers`;
  expect((await ask(limei, 'GET', `/v1/tickets/${ticket.ticketId}`)).body.suspicion).toEqual({
    state: 'open',
    questions: ticket.suspicion.questions,
  });
  expect((await ask(limei, 'POST', path, { answers: [first] })).status).toBe(200);
  await idle();
  expect(await read(ticket)).toMatchObject({ severity: 'emergency', hazard: 'gas', hazardCertain: true });
  expect(await orderOf(ticket)).toMatchObject({ severity: 'emergency', trade: 'gas', status: 'assigned' });
  const letters = await lettersAbout(ticket);
  expect(letters.some((html) => leaveTheBuilding.test(html))).toBe(true);
  // It was decided: neither the household nor a second answer takes it back.
  expect((await ask(limei, 'POST', path, { answers: [{ ...first, yes: false }] })).body.code).toBe('nothing-suspected');
});

test('silence raises it, sends somebody, and sends nobody out of the building', async () => {
  await answerWithin(1);
  const ticket = await suspected();
  const { wakeAt } = ticket.suspicion;
  await expect.poll(async () => (await read(ticket)).suspicion.state, { timeout: 60_000, interval: 500 }).toBe('aged');
  await answerWithin(900);
  await idle();
  const raised = await read(ticket);
  expect(raised).toMatchObject({ severity: 'emergency', hazard: 'gas', hazardCertain: false });
  expect(await orderOf(ticket)).toMatchObject({ severity: 'emergency', trade: 'gas' });
  const { items } = await must(desk, 'GET', `/v1/tickets/${ticket.ticketId}/events?limit=200`);
  const aged = items.filter((event: Body) => event.name === 'SuspicionAged');
  expect(aged).toHaveLength(1);
  expect(Date.parse(aged[0].recordedAt)).toBeGreaterThanOrEqual(Date.parse(wakeAt) - 2_000);
  expect(items.some((event: Body) => event.name === 'TicketEscalated' && event.data.cause === 'emergency')).toBe(true);
  const letters = await lettersAbout(ticket);
  expect(letters.filter((html) => leaveTheBuilding.test(html))).toEqual([]);

  // A clerk lowers it with a reason, and the household hears of it once.
  const path = `/v1/tickets/${ticket.ticketId}`;
  const refused = await ask(desk, 'PATCH', path, { severity: 'normal' }, { ifMatch: raised.version });
  expect(refused.body.code).toBe('reason-to-lower-needed');
  const current = await read(ticket);
  const change = { severity: 'normal', reason: '到场复核，是下水道气味' };
  await must(desk, 'PATCH', path, change, { ifMatch: current.version });
  await idle();
  const corrections = (await lettersAbout(ticket)).filter((html) => html.includes('不属于紧急情况'));
  expect(corrections).toHaveLength(1);
});

test('what the desk decides with a reason stands, and so does its choice about a harmless sentence', async () => {
  const severityReason = '已到场核实';
  const decided = await suspected({ title: '厨房煤气泄漏', severity: 'low', severityReason });
  expect(decided.severity).toBe('low');
  expect(decided.suspicion).toBeUndefined();
  const { items } = await must(desk, 'GET', `/v1/tickets/${decided.ticketId}/events`);
  expect(items[0]).toMatchObject({
    name: 'TicketOpened',
    reason: severityReason,
    data: { triage: { overruled: true } },
  });
  const harmless = await suspected({ title: '燃气报警器的电池没电了，请更换', severity: 'low' });
  expect(harmless.severity).toBe('low');
  expect(harmless.suspicion).toBeUndefined();
  const mine = { estateId: estate.estateId, channel: 'app', ...doubtful, severity: 'low', severityReason };
  expect((await ask(limei, 'POST', '/v1/tickets', mine)).body.code).toBe('severity-reason-staff-only');
});

test("last week's letter is asked about by a call, and its silence wakes nobody", async () => {
  const receivedAt = new Date(Date.now() - 7 * 24 * 3_600_000).toISOString();
  const ticket = await suspected({ channel: 'letter', receivedAt });
  expect(ticket.suspicion).toMatchObject({ state: 'open' });
  expect(ticket.suspicion.callBackDueAt).toBeDefined();
  expect(ticket.suspicion.wakeAt).toBeUndefined();
});
