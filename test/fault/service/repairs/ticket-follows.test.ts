import { beforeEach, describe, expect, test } from 'vitest';
import { estates, staff } from '../../../../functions/register/owners/owners.store.ts';
import { releaseAppointment } from '../../../../functions/service/repairs/appoint-visit.ts';
import {
  acceptWorkOrder,
  refuseWorkOrder,
  transferWorkOrder,
} from '../../../../functions/service/repairs/assign-work-order.ts';
import type { Operation } from '../../../../functions/service/repairs/change-work-order.ts';
import { completeWorkOrder } from '../../../../functions/service/repairs/finish-work-order.ts';
import { bookedSlots, workOrders } from '../../../../functions/service/repairs/repairs.store.ts';
import { arriveOnSite } from '../../../../functions/service/repairs/work-on-site.ts';
import type { WorkOrder } from '../../../../functions/service/repairs/work-order.ts';
import { replyToTicket } from '../../../../functions/service/tickets/answer-ticket.ts';
import { defaultSlaPolicy, rulesFor } from '../../../../functions/service/tickets/sla.policy.ts';
import { slaTimersOf } from '../../../../functions/service/tickets/sla-timers.ts';
import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';
import { tickets } from '../../../../functions/service/tickets/tickets.store.ts';
import { workOrderIdOf } from '../../../../functions/service/tickets/work-order-id.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { retryOnConflict } from '../../../../shared/store/retry.ts';
import { get } from '../../../../shared/store/table.ts';
import { aWorkOrder } from '../../../unit/service/repairs/a-work-order.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';
import { afterReading, emptyTables, eventsOf, requests, store } from '../../real-table.ts';

const at = '2026-03-04T02:00:00Z';
const ticketId = 'tkt_1';
const calendar = stateCouncilCalendar();
const facts = [
  {
    what: 'received' as const,
    at,
    rules: rulesFor(defaultSlaPolicy, { type: 'repair', severity: 'normal', category: 'other' }),
  },
];
const ticket = aTicket(at, { ticketId, facts, status: 'assigned', slaTimers: slaTimersOf(facts, calendar) });
const workOrderId = workOrderIdOf(ticketId, 0);
const appointment = { from: '2026-03-06T01:00:00Z', to: '2026-03-06T03:00:00Z', technicianId: 'plumber' };
const order: WorkOrder = {
  ...aWorkOrder,
  workOrderId,
  ticketId,
  estateId: 'e',
  technicianId: 'plumber',
  appointment,
  openedAt: at,
  lastOccurredAt: at,
  updatedAt: at,
};
const plumberOnFile = {
  staffId: 'plumber',
  estateId: 'e',
  name: '王工',
  grants: ['technician@e'],
  language: 'zh-CN' as const,
  skills: ['water'],
  shifts: [],
  absences: [],
  updatedAt: at,
  version: 1,
};
const plumber = { kind: 'staff' as const, id: 'plumber' };

/** Performs an operation on the stored order `minutes` after the report, as the pipeline does. */
function performed<I>(operation: Operation<I>, input: I, minutes: number, occurredAt?: string): Promise<void> {
  const act = { actor: plumber, recordedAt: later(minutes), occurredAt };
  return retryOnConflict(async () => {
    const { transaction } = await operation((await get(workOrders, order)) ?? order, input, act);
    await transaction.commit();
  });
}
const later = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString().replace('.000', '');
const arrived = (minutes = 10) => performed(arriveOnSite, {}, minutes);
const completed = (minutes = 20) => performed(completeWorkOrder, { resolution: '已修好' }, minutes);
const transferred = (technicianId: string) => performed(transferWorkOrder, { technicianId, reason: '换人' }, 5);
const now = () => get(tickets, { ticketId });
const orderNow = () => get(workOrders, { workOrderId });
const eventsOn = (pk: string) => eventsOf('tickets', pk);
const names = async () => (await eventsOn(tickets.key(ticket).pk)).map(({ name }) => name);
const dueBy = async () => (await now())?.slaTimers.find(({ timer }) => timer === 'arrive')?.appointmentAt;

beforeEach(async () => {
  await emptyTables('owners', 'tickets');
  const named = { code: 'YG', name: '阳光花园', language: 'zh-CN' as const };
  await store(estates, { ...named, estateId: 'e', calendar, updatedAt: at, version: 1 });
  const away = [{ from: appointment.from, to: appointment.to }];
  const colleague = { ...plumberOnFile, staffId: 'colleague' };
  await store(staff, plumberOnFile, colleague, { ...colleague, staffId: 'away', absences: away });
  await store(workOrders, order);
  await store(bookedSlots, { ...appointment, workOrderId, estateId: 'e' });
  await store(tickets, ticket);
});

describe('what a technician does stands on the ticket as soon as they have their answer', () => {
  test('the arrival and the result, dated by when the technician says they were', async () => {
    await performed(arriveOnSite, {}, 30, later(12));
    expect((await now())?.facts.at(-1)).toEqual({ what: 'arrived', at: later(12) });
    await performed(completeWorkOrder, { resolution: '已修好' }, 31, later(25));
    const result = {
      status: 'resolved',
      resolution: '已修好',
      resolvedAt: later(25),
      assigneeId: 'plumber',
      workOrderId,
    };
    expect(await now()).toMatchObject(result);
    expect(await names()).toEqual(['TicketVisited', 'TicketResolved']);
  });

  test('a change of technician, whose appointment stays as it is', async () => {
    await transferred('colleague');
    expect(await now()).toMatchObject({ status: 'assigned', assigneeId: 'colleague', workOrderId });
    expect(await orderNow()).toMatchObject({ appointment: { ...appointment, technicianId: 'colleague' } });
    expect(await names()).toEqual(['TicketDispatched']);
  });

  test('a change to a technician who is away then: one change with two events, and no reason for residents', async () => {
    await transferred('away');
    const [dispatched, released, ...others] = await eventsOn(tickets.key(ticket).pk);
    expect(dispatched).toMatchObject({ id: 'ticket#tkt_1:2.0', name: 'TicketDispatched', actor: plumber });
    expect(released).toMatchObject({ id: 'ticket#tkt_1:2.1', name: 'TicketAppointed', data: { workOrderId } });
    expect([dispatched?.reason, released?.reason, others]).toEqual([undefined, undefined, []]);
  });

  test('an appointment that is released', async () => {
    await store(tickets, { ...ticket, facts: [...facts, { what: 'appointed', at, until: appointment.to }] });
    await performed(releaseAppointment, { reason: '改时间' }, 5);
    expect((await now())?.facts.at(-1)).toEqual({ what: 'appointed', at: later(5) });
    expect(await dueBy()).toBeUndefined();
  });

  test('a refusal releases the appointment and leaves the assignee until another technician has the order', async () => {
    await store(tickets, { ...ticket, assigneeId: 'plumber' });
    await performed(refuseWorkOrder, { reason: '没有配件' }, 5);
    expect(await names()).toEqual(['TicketAppointed']);
    expect(await now()).toMatchObject({ status: 'assigned', assigneeId: 'plumber' });
  });

  test('R74.4: a gas emergency stays open after the work is done until the gas company confirms safety', async () => {
    const gas: Ticket = { ...ticket, severity: 'emergency', hazard: 'gas' };
    await store(tickets, gas);
    await arrived();
    await completed();
    expect(await names()).toEqual(['TicketVisited', 'TicketNoted']);
    expect(await now()).toMatchObject({ status: 'assigned' });
    expect(await orderNow()).toMatchObject({ status: 'completed' });
  });

  test('R74.4: a gas emergency ends with the work when the gas company confirmed safety before', async () => {
    const safe = { service: 'gas-company', spokeWith: '赵工', result: 'source-safe', by: 'desk', at } as const;
    await store(tickets, { ...ticket, severity: 'emergency', hazard: 'gas', outsideCalls: [safe] });
    await arrived();
    await completed();
    expect(await now()).toMatchObject({ status: 'resolved', resolution: '已修好' });
  });

  test('the result counts after what was entered on the ticket for a later time', async () => {
    await store(tickets, { ...ticket, status: 'waiting', facts: [...facts, { what: 'waiting', at: later(18) }] });
    await arrived();
    await performed(completeWorkOrder, { resolution: '已修好' }, 20, later(15));
    expect(await now()).toMatchObject({ status: 'resolved', resolvedAt: later(18) });
    expect(await orderNow()).toMatchObject({ status: 'completed', lastOccurredAt: later(15) });
  });
});

describe('the order is saved, and the ticket does not change', () => {
  test.each(['resolved', 'closed', 'withdrawn'] as const)('when the ticket is %s', async (status) => {
    await store(tickets, { ...ticket, status });
    await arrived();
    await completed();
    expect(await orderNow()).toMatchObject({ status: 'completed' });
    expect(await now()).toEqual({ ...ticket, status });
  });

  test('when the ticket was reopened, which has an order of its own', async () => {
    await store(tickets, { ...ticket, reopenCount: 1 });
    await arrived();
    await completed();
    expect(await orderNow()).toMatchObject({ status: 'completed' });
    expect(await now()).toEqual({ ...ticket, reopenCount: 1 });
  });

  test('when the ticket has all the facts that it can hold; the result has a reserved place', async () => {
    const replies = Array.from({ length: 399 }, () => ({ what: 'replied' as const, at }));
    await store(tickets, { ...ticket, facts: [...facts, ...replies] });
    await arrived();
    expect(await orderNow()).toMatchObject({ status: 'arrived' });
    expect(await names()).toEqual([]);
    await completed();
    expect(await now()).toMatchObject({ status: 'resolved', resolution: '已修好' });
  });

  test('when nothing of what the technician did concerns it, which costs no look at it', async () => {
    await store(workOrders, { ...order, status: 'assigned' });
    requests.resetHistory();
    await performed(acceptWorkOrder, {}, 5);
    expect(JSON.stringify(requests.calls().map(({ args }) => args[0].input))).not.toContain('TICKET#');
    expect(await now()).toEqual(ticket);
  });
});

describe('a ticket that changes at the same moment', () => {
  test('keeps both, because the operation is decided again', async () => {
    afterReading(tickets.key(ticket).pk, async () => {
      const act = { actor: { kind: 'staff' as const, id: 'desk' }, recordedAt: later(9) };
      const reply = await replyToTicket(ticket, { text: '师傅已在路上', channel: 'app' }, act, { calendar });
      await reply.transaction.commit();
    });
    await arrived();
    expect(await names()).toEqual(['TicketReplied', 'TicketVisited']);
    expect((await now())?.facts.map(({ what }) => what)).toEqual(['received', 'replied', 'arrived']);
    expect((await eventsOn(workOrders.key(order).pk)).map(({ name }) => name)).toEqual(['TechnicianArrived']);
  });

  test('and was closed by the front desk takes nothing, and the order is saved', async () => {
    const closed = { ...ticket, status: 'closed' as const, version: 2 };
    afterReading(tickets.key(ticket).pk, () => store(tickets, closed));
    await arrived();
    expect(await now()).toEqual(closed);
    expect(await orderNow()).toMatchObject({ status: 'arrived' });
  });
});
