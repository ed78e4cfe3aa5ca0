import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, idle, must, type TestEstate } from '../backend.ts';

let estate: TestEstate;
beforeAll(async () => {
  estate = await estateCalled('LAT');
  await estate.technician('plumber', { skills: ['water'] });
});

const twoDaysAgo = () => new Date(Date.now() - 48 * 3_600_000).toISOString();
const report = (receivedAt: string, more: object = {}) => ({
  estateId: estate.estateId,
  type: 'repair',
  channel: 'letter',
  category: 'home/water',
  title: '厨房水管滴水',
  severity: 'normal',
  receivedAt,
  ...more,
});
const eventsOf = async (ticketId: string): Promise<Body[]> =>
  (await must(estate.staff.operator, 'GET', `/v1/tickets/${ticketId}/events?limit=200`)).items;
const dispatched = async (ticketId: string): Promise<Body> => {
  await idle();
  const found = (await eventsOf(ticketId)).find((one) => one.name === 'TicketDispatched');
  if (!found) throw new Error('the ticket was not dispatched');
  return found;
};

describe('a report that is entered late', () => {
  test('is dispatched when it is dispatched, and the late dispatch is overdue', async () => {
    const receivedAt = twoDaysAgo();
    const ticket = await must(estate.staff.operator, 'POST', '/v1/tickets', report(receivedAt));
    const event = await dispatched(ticket.ticketId);
    expect(Date.parse(event.occurredAt)).toBeGreaterThanOrEqual(Date.parse(ticket.enteredAt));
    const after = await must(estate.staff.operator, 'GET', `/v1/tickets/${ticket.ticketId}`);
    expect(after.slaTimers.find((one: Body) => one.timer === 'arrive')).toMatchObject({
      breachedAt: expect.any(String),
    });
    // The work was done before the report was entered, and is entered with its own times.
    const done = new Date(Date.parse(receivedAt) + 3_600_000).toISOString();
    const order = `/v1/repairs/work-orders/${after.workOrderId}`;
    const plumber = { ...estate.staff.operator };
    for (const step of ['accept', 'arrive']) await must(plumber, 'POST', `${order}/${step}`, { occurredAt: done });
    await must(plumber, 'POST', `${order}/complete`, { occurredAt: done, resolution: '已换角阀' });
    await idle();
    const finished = await must(estate.staff.operator, 'GET', `/v1/tickets/${ticket.ticketId}`);
    expect(finished).toMatchObject({ status: 'resolved', resolvedAt: expect.stringContaining(done.slice(0, 16)) });
    expect(finished.slaTimers.find((one: Body) => one.timer === 'arrive').breachedAt).toBeUndefined();
  });

  test('is dispatched at its receipt only when a manager says that it replays history', async () => {
    const receivedAt = twoDaysAgo();
    const replayed = report(receivedAt, { replays: true });
    const refused = await ask(estate.staff.operator, 'POST', '/v1/tickets', replayed);
    expect(refused).toMatchObject({ status: 403, body: { code: 'replay-by-manager-only' } });
    const ticket = await must(estate.staff.manager, 'POST', '/v1/tickets', replayed);
    const event = await dispatched(ticket.ticketId);
    expect(Date.parse(event.occurredAt) - Date.parse(receivedAt)).toBeLessThan(3_600_000);
  });
});

describe('the promised times of a ticket', () => {
  test('follow its category, and a contract for this ticket replaces them', async () => {
    const path = `/v1/tickets/policies/${estate.estateId}`;
    const { estateId, version, ...policy } = await must(estate.staff.manager, 'GET', path);
    const within = (target: number) => ({ timer: 'reply', counts: 'elapsed', target, pauses: false, levels: [] });
    const rule = { type: 'complaint', severities: ['normal'], categories: ['parking'], slaTimers: [within(60)] };
    policy.slaTimers.rules.push(rule);
    await must(estate.staff.manager, 'PUT', path, policy, { ifMatch: version });
    const complaint = { estateId, type: 'complaint', channel: 'hotline', severity: 'normal', title: '车位被占' };
    const opened = await must(estate.staff.operator, 'POST', '/v1/tickets', { ...complaint, category: 'parking' });
    const dueIn = ({ slaTimers, receivedAt }: Body) =>
      (Date.parse(slaTimers.find((one: Body) => one.timer === 'reply').dueAt) - Date.parse(receivedAt)) / 60_000;
    expect(dueIn(opened)).toBe(60);
    const at = `/v1/tickets/${opened.ticketId}`;
    const agreed = { clause: '物业服务合同第八条', slaTimers: [within(30)] };
    const refused = await ask(estate.staff.operator, 'POST', `${at}/agree-targets`, agreed);
    expect(refused.status).toBe(403);
    expect(dueIn(await must(estate.staff.manager, 'POST', `${at}/agree-targets`, agreed))).toBe(30);
    expect(dueIn(await must(estate.staff.operator, 'PATCH', at, { category: 'other' }, { ifMatch: 2 }))).toBe(30);
  });
});

describe('a technician', () => {
  test('has no skill that the estate does not know, until it is added to the list', async () => {
    const { estateId } = estate;
    const file = { name: '王工', grants: [`technician@${estateId}`], language: 'zh-CN' };
    const path = `/v1/estates/${estateId}/staff`;
    const misspelt = await ask(estate.staff.administrator, 'POST', path, { ...file, skills: ['watter'] });
    expect(misspelt).toMatchObject({ status: 400, body: { code: 'unknown-skill', skill: 'watter' } });
    expect((await ask(estate.staff.administrator, 'POST', path, { ...file, skills: ['masonry'] })).status).toBe(201);
  });

  test('who cannot be found for an order is reported to the supervisor', async () => {
    const other = await estateCalled('LAU');
    const stuck = { ...report(new Date().toISOString()), estateId: other.estateId };
    const ticket = await must(other.staff.operator, 'POST', '/v1/tickets', stuck);
    await idle();
    const { workOrderId } = await must(other.staff.operator, 'GET', `/v1/tickets/${ticket.ticketId}`);
    await must(other.staff.technician, 'POST', `/v1/repairs/work-orders/${workOrderId}/refuse`, { reason: '没有工具' });
    await idle();
    const path = `/v1/tickets/${ticket.ticketId}/events?limit=200`;
    const events: Body[] = (await must(other.staff.operator, 'GET', path)).items;
    const told = events.filter((one) => one.name === 'TicketEscalated').map((one) => one.data.cause);
    expect(told).toContain('nobody-to-send');
  });
});
