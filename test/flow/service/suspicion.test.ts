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
} from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { linkTo } from '../links.ts';
import { htmlOf } from '../mail.ts';

let estate: TestEstate;
let desk: TestEstate['staff']['operator'];
let limei: Household;

beforeAll(async () => {
  estate = await estateCalled('SU');
  desk = estate.staff.operator;
  limei = await estate.household('limei');
  await estate.technician('gasman', { skills: ['gas'] });
  await estate.technician('plumber', { skills: ['water'] });
  await changePolicy(estate, 'tickets', { triageTimes: { desk: 900, online: 900, callBack: 900, unreached: 900 } });
});

/** Sets how many seconds the desk has to answer new suspicions; open ones keep their time-out. */
function answerWithin(seconds: number): Promise<void> {
  return changePolicy(estate, 'tickets', ({ triageTimes }) => ({ triageTimes: { ...triageTimes, desk: seconds } }));
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
  return must(desk, 'GET', `/v1/repairs/work-orders/${workOrderId}`);
};
const leaveTheBuilding = /离开现场/;
test('a suspicion by phone has questions, and answers of no leave the severity as it was', async () => {
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

test('one answer of danger makes an emergency at once, sends the trade of its class and the leave-the-building letter', async () => {
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
  // The suspicion is decided: a later answer of the resident does not take it back.
  expect((await ask(limei, 'POST', path, { answers: [{ ...first, yes: false }] })).body.code).toBe('nothing-suspected');
});

test('a suspicion without an answer is raised at its time-out and dispatched, without the leave-the-building letter', async () => {
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

  // A clerk lowers the severity with a reason, and the resident gets one letter about it.
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

test('a severity that staff choose with a reason is kept, and so is their choice for a harmless report', async () => {
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

/** Returns the link to the questions in the letter about a ticket. */
const linkIn = async (ticket: Body): Promise<string> => {
  await idle();
  const found = (await lettersAbout(ticket)).flatMap((html) => html.match(/\/p\/tickets\/[\w.-]+/) ?? []);
  expect(found).toHaveLength(1);
  return String(found[0]);
};
const pageOf = async (link: string) => ask(undefined, 'GET', link);
const sent = (link: string, ...given: (readonly [string, string])[]) =>
  ask(undefined, 'POST', link, Object.fromEntries(given));

test('a report by e-mail has its questions behind the link in the letter, and an answer of danger is dispatched', async () => {
  const ticket = await suspected({ channel: 'email' });
  const link = await linkIn(ticket);
  const asked = await pageOf(link);
  expect(asked.status).toBe(200);
  expect(asked.body).toContain('现在还闻得到燃气味吗？');
  expect(asked.body).toContain('name="gas.now" value="yes"');
  expect(asked.body).not.toMatch(leaveTheBuilding);
  expect((await pageOf(`${link}?lang=en`)).body).toContain('Can you smell the gas now?');

  const empty = await sent(link);
  expect(empty.status).toBe(400);
  expect(empty.body).toContain('请至少回答一个问题');
  const partly = await sent(link, ['gas.hiss', 'no'], ['gas.no-such-question', 'yes'], ['fire.now', 'yes']);
  expect(partly.body).toContain('还请回答剩下的问题');
  expect(partly.body).not.toContain('gas.hiss');
  expect(await read(ticket)).toMatchObject({ severity: 'normal', suspicion: { state: 'open' } });

  const answered = await sent(link, ['gas.now', 'yes']);
  expect(answered.status).toBe(200);
  expect(answered.body).toMatch(leaveTheBuilding);
  await idle();
  expect(await read(ticket)).toMatchObject({
    severity: 'emergency',
    hazardCertain: true,
    suspicion: { state: 'confirmed', decided: { by: limei.personId } },
  });
  expect(await orderOf(ticket)).toMatchObject({ severity: 'emergency', trade: 'gas' });
  // A later answer of no changes nothing.
  expect((await sent(link, ['gas.now', 'no'])).body).toMatch(leaveTheBuilding);
  expect(await read(ticket)).toMatchObject({ severity: 'emergency' });
});

test('answers of no behind the link dismiss the suspicion, and the page says so', async () => {
  const ticket = await suspected({ channel: 'email' });
  const link = await linkIn(ticket);
  const noDanger = ticket.suspicion.questions.map(({ hazard, question }: Body) => [`${hazard}.${question}`, 'no']);
  expect((await sent(link, ...noDanger)).body).toContain('按常规办理');
  expect(await read(ticket)).toMatchObject({ severity: 'normal', suspicion: { state: 'dismissed' } });
  // The same answers again change nothing.
  expect((await sent(link, ...noDanger)).body).toContain('按常规办理');
  await must(limei, 'POST', `/v1/tickets/${ticket.ticketId}/withdraw`, { reason: '没事了' });
  expect((await pageOf(link)).body).toContain('已经了结');
});

test('an answer of danger after the dismissal still raises the ticket', async () => {
  const ticket = await suspected({ channel: 'email' });
  const link = await linkIn(ticket);
  await must(desk, 'POST', `/v1/tickets/${ticket.ticketId}/triage/answers`, { answers: answers(ticket, false) });
  expect(await read(ticket)).toMatchObject({ suspicion: { state: 'dismissed' } });
  // The page was open in a browser meanwhile.
  expect((await sent(link, ['gas.now', 'yes'])).body).toMatch(leaveTheBuilding);
  expect(await read(ticket)).toMatchObject({ severity: 'emergency', suspicion: { state: 'confirmed' } });
});

test('an altered link and a link of another kind answer 404, and a report by phone gets no letter with questions', async () => {
  const ticket = await suspected();
  await idle();
  expect((await lettersAbout(ticket)).join()).not.toContain('/p/tickets/');
  const link = `/p/tickets/${linkTo('tickets', ticket.ticketId)}`;
  expect((await pageOf(link)).status).toBe(200);
  expect((await pageOf(link.slice(0, -3))).status).toBe(404);
  expect((await pageOf(`/p/tickets/${linkTo('surveys', ticket.ticketId)}`)).status).toBe(404);
  expect((await pageOf(`/p/tickets/${linkTo('tickets', 'tkt_none')}`)).status).toBe(404);
});

test('neither the resident withdraws nor the desk closes a suspected emergency before it is decided', async () => {
  const ticket = await suspected();
  const path = `/v1/tickets/${ticket.ticketId}`;
  expect((await ask(limei, 'POST', `${path}/withdraw`, { reason: '没事' })).body.code).toBe('emergency-suspected');
  expect((await ask(desk, 'POST', `${path}/close`, {})).body.code).toBe('emergency-suspected');
  await must(desk, 'POST', `${path}/triage/answers`, { answers: answers(ticket, false) });
  await must(desk, 'POST', `${path}/close`, {});
});

test("a suspicion in last week's letter gets a call-back, and a time-out makes it urgent", async () => {
  const receivedAt = new Date(Date.now() - 7 * 24 * 3_600_000).toISOString();
  const ticket = await suspected({ channel: 'letter', receivedAt });
  expect(ticket.suspicion).toMatchObject({ state: 'open', next: 'raise', old: true });
  expect(ticket.suspicion.callBackDueAt).toBeDefined();
  expect(ticket.suspicion.wakeAt).toBeDefined();
});
