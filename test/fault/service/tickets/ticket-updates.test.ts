import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { estates } from '../../../../functions/register/owners/owners.store.ts';
import { defaultSlaPolicy, rulesFor } from '../../../../functions/service/tickets/sla.policy.ts';
import { slaTimersOf } from '../../../../functions/service/tickets/sla-timers.ts';
import { ticketUpdates } from '../../../../functions/service/tickets/ticket-updates.consumer.ts';
import { tickets } from '../../../../functions/service/tickets/tickets.store.ts';
import { workOrderIdOf } from '../../../../functions/service/tickets/work-order-id.ts';
import { type EventData, type EventName, eventOf } from '../../../../shared/events/catalogue.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { get } from '../../../../shared/store/table.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';
import { emptyTables, eventsOf, store } from '../../real-table.ts';

const at = '2026-03-04T02:00:00Z';
const ticketId = 'tkt_1';
const calendar = stateCouncilCalendar();
const facts = [{ what: 'received' as const, at, rules: rulesFor(defaultSlaPolicy, 'repair', 'normal') }];
const ticket = aTicket(at, {
  ticketId,
  category: 'home/water',
  facts,
  slaTimers: slaTimersOf(facts, calendar),
});
const order = { ticketId, workOrderId: workOrderIdOf(ticketId, 0) };
const { workOrderId } = order;

/** Delivers an event of the work order at a version to the consumer, which was down for some minutes. */
function told<N extends EventName>(name: N, data: EventData<N>, version: number, down = 0): Promise<void> {
  const recordedAt = Temporal.Instant.from(at).add({ minutes: version });
  const act = { actor: { kind: 'staff' as const, id: 'plumber' }, recordedAt: recordedAt.toString() };
  const subject = { kind: 'work-order', id: workOrderId };
  return ticketUpdates.handle(
    eventOf({ name, data, act, estateId: 'e', subject, version, nth: 0 }),
    recordedAt.add({ minutes: down }),
  );
}
const assigned = (version: number, technicianId = 'plumber') =>
  told('WorkOrderAssigned', { ...order, technicianId, method: 'dispatched' }, version);
const arrived = (version: number) => told('TechnicianArrived', { ...order, technicianId: 'plumber' }, version);
const completed = (version: number) =>
  told('WorkOrderCompleted', { ...order, technicianId: 'plumber', resolution: '已修好' }, version);
const now = () => get(tickets, { ticketId });

const names = async () => (await eventsOf('tickets', tickets.key(ticket).pk)).map(({ name }) => name);
beforeEach(async () => {
  await emptyTables('owners', 'tickets');
  const estate = { estateId: 'e', code: 'YG', name: '阳光花园', language: 'zh-CN' as const, calendar };
  await store(estates, { ...estate, updatedAt: at, version: 1 });
  await store(tickets, ticket);
});

describe('events of a work order update its ticket in whatever order they arrive', () => {
  test('R74.4: a gas emergency stays open after the work is done until the gas company confirms safety', async () => {
    const gas = { ...ticket, severity: 'emergency' as const, hazard: 'gas' as const };
    await store(tickets, gas);
    await assigned(1);
    await completed(3);
    expect(await names()).toEqual(['TicketDispatched', 'TicketNoted']);
    const open = await now();
    expect(open).toMatchObject({ status: 'assigned' });
    const safe = { service: 'gas-company', spokeWith: '赵工', result: 'source-safe', by: 'desk' } as const;
    await store(tickets, { ...gas, ...open, outsideCalls: [{ ...safe, at }] });
    await completed(4);
    expect(await now()).toMatchObject({ status: 'resolved', resolution: '已修好' });
  });

  test('the visit is recorded also when the completion arrives first', async () => {
    await assigned(1);
    await completed(3);
    await arrived(2);
    expect(await names()).toEqual(['TicketDispatched', 'TicketResolved', 'TicketVisited']);
    expect(await now()).toMatchObject({ status: 'resolved', resolution: '已修好' });
  });

  test('the technician of a completed order stays the assignee when the assignment arrives later', async () => {
    await completed(3);
    expect(await now()).toMatchObject({ status: 'resolved', assigneeId: 'plumber', workOrderId });
    await assigned(1, 'colleague');
    expect(await now()).toMatchObject({ status: 'resolved', assigneeId: 'plumber', workOrderId });
    expect(await names()).toEqual(['TicketResolved', 'TicketDispatched']);
  });

  test('the latest assignment counts', async () => {
    await assigned(4, 'colleague');
    await assigned(1, 'plumber');
    expect(await now()).toMatchObject({ assigneeId: 'colleague' });
  });

  test('the latest appointment counts, although the release of an earlier one arrives later', async () => {
    const [from, to] = ['2026-03-06T01:00:00Z', '2026-03-06T03:00:00Z'];
    await told('AppointmentBooked', { ...order, from, to, technicianId: 'plumber' }, 5);
    await told('AppointmentReleased', { ...order, from: '2026-03-05T01:00:00Z', to: '2026-03-05T03:00:00Z' }, 4);
    const arrive = (await now())?.slaTimers.find((timer) => timer.timer === 'arrive');
    expect(arrive?.appointmentAt).toBe(to);
  });

  test('events of the work order from before a reopening change nothing', async () => {
    await store(tickets, { ...ticket, reopenCount: 1 });
    await completed(3);
    await assigned(1);
    await arrived(2);
    expect(await now()).toMatchObject({ status: 'open', reopenCount: 1 });
    expect((await now())?.workOrderId).toBeUndefined();
    expect(await names()).toEqual([]);
  });

  test('the technician was there when they said so, also when the queue stood still for hours', async () => {
    await told('TechnicianArrived', { ...order, technicianId: 'plumber' }, 2, 180);
    await told('WorkOrderCompleted', { ...order, technicianId: 'plumber', resolution: '已修好' }, 3, 180);
    const after = await now();
    expect(after?.resolvedAt).toBe('2026-03-04T02:03:00Z');
    expect(after?.facts.at(-2)).toMatchObject({ what: 'arrived', at: '2026-03-04T02:02:00Z' });
  });
});
