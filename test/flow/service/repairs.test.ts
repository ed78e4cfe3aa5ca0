import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, estateCalled, type Household, idle, must, reported, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';

let estate: TestEstate;
let limei: Household;
let plumber: Caller;
beforeAll(async () => {
  estate = await estateCalled('RP');
  limei = await estate.household('limei');
  plumber = await estate.technician('plumber', { skills: ['water'] });
});

const leak = { type: 'repair', category: 'home/water', title: '厨房水管滴水' };

async function dispatched(details: object = {}): Promise<Body> {
  const ticket = await reported(estate, { ...leak, requester: { personId: limei.personId }, ...details });
  await idle();
  const { workOrderId } = await must(estate.staff.operator, 'GET', `/v1/tickets/${ticket.ticketId}`);
  return {
    ...(await must(estate.staff.operator, 'GET', `/v1/repairs/work-orders/${workOrderId}`)),
    ticketId: ticket.ticketId,
  };
}
const act = (as: Caller, order: Body, name: string, body: object = {}) =>
  ask(as, 'POST', `/v1/repairs/work-orders/${order.workOrderId}/${name}`, body);

/** Returns an SLA timer of the ticket, read at once: nothing waits for a queue. */
async function timerOf({ ticketId }: Body, name: string): Promise<Body> {
  const { slaTimers } = await must(estate.staff.operator, 'GET', `/v1/tickets/${ticketId}`);
  return slaTimers.find(({ timer }: Body) => timer === name);
}

describe('the work order of a repair ticket', () => {
  test('is assigned at once to a technician with the trade', async () => {
    const order = await dispatched();
    expect(order).toMatchObject({ trade: 'water', status: 'assigned', technicianId: plumber.personId });
  });

  test('goes from accepted to completed, and the ticket shows each step', async () => {
    const order = await dispatched();
    const lines = [{ item: '角阀', quantity: '1', unit: '个' }];
    for (const [name, body] of [
      ['accept', {}],
      ['arrive', {}],
      ['verify', { verdict: 'confirmed', findings: '角阀老化' }],
      ['materials', { lines }],
      ['complete', { resolution: '已更换角阀' }],
    ] as const) {
      expect((await act(plumber, order, name, body)).status, name).toBe(200);
      if (name === 'arrive') expect(await timerOf(order, 'arrive')).toMatchObject({ state: 'stopped' });
    }
    const ticket = await must(estate.staff.operator, 'GET', `/v1/tickets/${order.ticketId}`);
    expect(ticket).toMatchObject({ status: 'resolved', resolution: '已更换角阀', workOrderId: order.workOrderId });
    const { items } = await must(limei, 'GET', `/v1/tickets/${order.ticketId}/events`);
    const names = items.map((event: { name: string }) => event.name);
    for (const name of ['TicketOpened', 'TicketDispatched', 'TicketVisited', 'TicketResolved'])
      expect(names).toContain(name);
  });

  test('and its ticket keep everything when technician, front desk and household act at the same moment', async () => {
    const order = await dispatched();
    const path = `/v1/tickets/${order.ticketId}`;
    const say = (n: number) =>
      ask(estate.staff.operator, 'POST', `${path}/reply`, { text: `第${n}次答复`, channel: 'app' });
    const note = () => ask(limei, 'POST', `${path}/notes`, { text: '门禁坏了' });
    const answers = await Promise.all([say(1), act(plumber, order, 'arrive'), say(2), note(), say(3)]);
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const { items } = await must(estate.staff.operator, 'GET', `${path}/events`);
    const names = items.map((event: { name: string }) => event.name);
    const all = ['TicketNoted', 'TicketReplied', 'TicketReplied', 'TicketReplied', 'TicketVisited'];
    expect(names.filter((name: string) => all.includes(name)).sort()).toEqual(all);
  });

  test('goes to another technician after a refusal', async () => {
    const second = await estate.technician('second', { skills: ['water'] });
    const order = await dispatched();
    const holder = order.technicianId === second.personId ? second : plumber;
    expect((await act(holder, order, 'refuse', { reason: '在外地' })).status).toBe(200);
    await idle();
    const now = await must(estate.staff.operator, 'GET', `/v1/repairs/work-orders/${order.workOrderId}`);
    expect(now.status).toBe('assigned');
    expect(now.technicianId).not.toBe(holder.personId);
  });

  test('is cancelled when the household withdraws the ticket', async () => {
    const order = await dispatched();
    await must(limei, 'POST', `/v1/tickets/${order.ticketId}/withdraw`, { reason: '自己修好了' });
    await idle();
    expect((await must(estate.staff.operator, 'GET', `/v1/repairs/work-orders/${order.workOrderId}`)).status).toBe(
      'cancelled',
    );
  });

  test('cannot be accepted by another technician', async () => {
    const order = await dispatched();
    const other = await estate.technician('other', { skills: ['electric'] });
    expect((await act(other, order, 'accept')).status).toBe(403);
  });
});

test('a trade may have any key, also the name of a JavaScript property', async () => {
  const path = `/v1/repairs/policies/${estate.estateId}`;
  const { estateId, version, ...policy } = await must(estate.staff.manager, 'GET', path);
  const modeOf = { ...policy.modeOf, constructor: 'claim', toString: 'assign' };
  const put = await ask(estate.staff.manager, 'PUT', path, { ...policy, modeOf }, { ifMatch: version });
  expect(put.status).toBe(200);
  expect((await must(estate.staff.manager, 'GET', path)).modeOf).toEqual(modeOf);
});

describe('concurrent requests', () => {
  test('one of sixteen claims of a work order succeeds, fifteen get 409', async () => {
    const claiming = await estateCalled('GR');
    const { estateId } = claiming;
    await changePolicy(claiming, 'repairs', { modeOf: { default: 'claim' } });
    const crew = await Promise.all(
      Array.from({ length: 16 }, (_, i) => claiming.technician(`t${i}`, { skills: ['water'] })),
    );
    const ticket = await reported(claiming, leak);
    await idle();
    const { items } = await must(claiming.staff.operator, 'GET', `/v1/repairs/work-orders?estateId=${estateId}`);
    const order = items.find((one: Body) => one.ticketId === ticket.ticketId);
    const answers = await Promise.all(crew.map((one) => act(one, order, 'claim')));
    const statuses = answers.map((one) => one.status).sort();
    expect(statuses).toEqual([200, ...Array(15).fill(409)]);
    const winner = answers.find((one) => one.status === 200)?.body.technicianId;
    const now = await must(claiming.staff.operator, 'GET', `/v1/repairs/work-orders/${order.workOrderId}`);
    expect(now.technicianId).toBe(winner);
    for (const one of answers.filter(({ status }) => status === 409)) {
      expect(['already-taken', 'illegal-state', 'changed-meanwhile']).toContain(one.body.code);
    }
  });

  test('one of fifty bookings of a slot succeeds, forty-nine get the free slots', async () => {
    const booking = await estateCalled('BK');
    await booking.technician('only', { skills: ['water'] });
    const tickets = await Promise.all(Array.from({ length: 50 }, () => reported(booking, leak)));
    await idle();
    const technicianId = `${booking.estateId}-only`;
    const orders: Body[] = [];
    for (const { ticketId } of tickets) {
      const { workOrderId } = await must(booking.staff.operator, 'GET', `/v1/tickets/${ticketId}`);
      const order = await must(booking.staff.operator, 'GET', `/v1/repairs/work-orders/${workOrderId}`);
      orders.push(
        order.technicianId === technicianId
          ? order
          : (await act(booking.staff.operator, order, 'transfer', { technicianId, reason: '同一人' })).body,
      );
    }
    const { items: slots } = await must(
      booking.staff.operator,
      'GET',
      `/v1/repairs/work-orders/${orders[0].workOrderId}/slots`,
    );
    const { from } = slots[0];
    const answers = await Promise.all(
      orders.map((one) => act(booking.staff.operator, one, 'book-appointment', { from })),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([200, ...Array(49).fill(409)]);
    for (const one of answers.filter(({ status }) => status === 409)) {
      expect(one.body.code).toBe('slot-taken');
      expect(one.body.free.length).toBeGreaterThan(0);
      expect(one.body.free.map((slot: Body) => slot.from)).not.toContain(from);
    }
  });
});
