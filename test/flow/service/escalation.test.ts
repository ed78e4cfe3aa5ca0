import { beforeAll, expect, test } from 'vitest';
import { ask, type Body, estateCalled, idle, mailsTo, must, reported, runJob, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';

let estate: TestEstate;
let desk: TestEstate['staff']['operator'];
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

beforeAll(async () => {
  estate = await estateCalled('ES');
  desk = estate.staff.operator;
  const { supervisor, manager, administrator } = estate.staff;
  const levels = [
    { afterBreach: 0, to: 'supervisor' },
    { afterBreach: 1, to: 'manager' },
  ];
  const timer = { timer: 'acknowledge', counts: 'elapsed', target: 1, pauses: true, warnAt: 0.8, levels };
  const rules = [{ type: 'inquiry', severities: ['normal'], slaTimers: [timer] }];
  await changePolicy(estate, 'tickets', { slaTimers: { rules } });

  // The manager is on leave; the supervisor is their deputy.
  const file = `/v1/staff/${manager.personId}`;
  const { staffId, estateId: _, updatedAt, version: was, ...details } = await must(administrator, 'GET', file);
  const absences = [{ from: minutesAgo(600), to: minutesAgo(-600) }];
  await must(administrator, 'PUT', file, { ...details, absences, deputyId: supervisor.personId }, { ifMatch: was });
});

const inquiry = (details: object = {}) => reported(estate, { type: 'inquiry', category: 'charges', ...details });
async function firedOn(ticket: Body): Promise<Body[]> {
  const { items } = await must(desk, 'GET', `/v1/tickets/${ticket.ticketId}/events`);
  return items.filter((event: Body) => /^Sla|Escalated$/.test(event.name));
}

test('a missed SLA target escalates to each level once, and to the deputy of an absent manager', async () => {
  const ticket = await inquiry({ receivedAt: minutesAgo(4) });
  await runJob('sla-timers');
  await idle();
  const fired = await firedOn(ticket);
  expect(fired.map((event) => event.name)).toEqual(['SlaWarned', 'SlaBreached', 'TicketEscalated', 'TicketEscalated']);
  const [first, second] = fired.filter((event) => event.name === 'TicketEscalated').map((event) => event.data);
  expect(first).toMatchObject({ level: 1, staffId: estate.staff.supervisor.personId });
  expect(second).toMatchObject({
    level: 2,
    staffId: estate.staff.supervisor.personId,
    insteadOfStaffId: estate.staff.manager.personId,
  });
  const mails = await mailsTo(`${estate.staff.supervisor.personId}@staff.example`);
  expect(mails.length).toBeGreaterThanOrEqual(2);

  await runJob('sla-timers');
  expect(await firedOn(ticket)).toHaveLength(4);
});

/** Expects that the ticket and its events have the breach of its first timer, without an escalation. */
async function expectOnlyABreach(ticket: Body): Promise<void> {
  const { slaTimers } = await must(desk, 'GET', `/v1/tickets/${ticket.ticketId}`);
  expect(slaTimers[0].breachedAt).toBe(slaTimers[0].dueAt);
  const fired = await firedOn(ticket);
  expect(fired.map((event) => [event.name, event.data.dueAt])).toEqual([['SlaBreached', slaTimers[0].dueAt]]);
}

test('a step that was done late before the job ran is recorded as a breach and does not escalate', async () => {
  const ticket = await inquiry({ receivedAt: minutesAgo(4) });
  await must(desk, 'POST', `/v1/tickets/${ticket.ticketId}/acknowledge`, {});
  await runJob('sla-timers');
  await expectOnlyABreach(ticket);
});

test("yesterday's letter is marked as late for what fell due before its entry, and does not escalate", async () => {
  const ticket = await inquiry({ receivedAt: minutesAgo(24 * 60) });
  await runJob('sla-timers');
  await expectOnlyABreach(ticket);
});

test('a step done in time and entered late takes the breach back on the ticket, in the events and in the explanation', async () => {
  const receivedAt = Math.floor(Date.now() / 1_000) * 1_000 - 24 * 60 * 60_000;
  const later = (seconds: number) => new Date(receivedAt + seconds * 1_000).toISOString().replace('.000Z', 'Z');
  const ticket = await inquiry({ receivedAt: later(0) });
  const path = `/v1/tickets/${ticket.ticketId}`;
  await must(desk, 'POST', `${path}/notes`, { text: '信已扫描', occurredAt: later(3_600) });
  await runJob('sla-timers');
  const answer = await must(desk, 'POST', `${path}/acknowledge`, { occurredAt: later(30) });
  expect(answer.slaTimers[0]).toMatchObject({ state: 'stopped', stoppedAt: later(30), dueAt: later(60) });
  expect(answer.slaTimers[0].breachedAt).toBeUndefined();
  const fired = await firedOn(ticket);
  expect(fired.map((event) => event.name)).toEqual(['SlaBreached', 'SlaBreachCorrected']);
  expect(fired[1]).toMatchObject({ data: { timer: 'acknowledge', why: 'done-in-time' } });
  const explained = await must(desk, 'GET', `${path}/sla-timers/acknowledge/explain`);
  expect(explained).toMatchObject({ usedMs: 30_000, until: later(30), dueAt: later(60) });
  expect(explained.breachedAt).toBeUndefined();
});

test('a resident may escalate their ticket to the manager', async () => {
  const household = await estate.household('upset');
  const ticket = await inquiry({ requester: { personId: household.personId } });
  const answer = await ask(household, 'POST', `/v1/tickets/${ticket.ticketId}/escalate`, { reason: '三天没人理' });
  expect(answer.status).toBe(200);
  const [escalated] = await firedOn(ticket);
  expect(escalated).toMatchObject({ name: 'TicketEscalated', reason: '三天没人理', data: { cause: 'asked' } });
});

test('a ticket reopened for the second time escalates to the manager', async () => {
  const ticket = await inquiry();
  const path = `/v1/tickets/${ticket.ticketId}`;
  for (let round = 0; round < 2; round += 1) {
    await must(desk, 'POST', `${path}/close`, { resolution: '已答复' });
    await must(desk, 'POST', `${path}/reopen`, { reason: '没说清楚' });
  }
  const causes = (await firedOn(ticket)).map((event) => event.data.cause);
  expect(causes).toEqual(['reopened-again']);
});
