import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { estates, memberships, staff } from '../../../../functions/register/owners/owners.store.ts';
import { written } from '../../../../functions/service/repairs/change-work-order.ts';
import { dispatchWorkOrder } from '../../../../functions/service/repairs/dispatch-repair.ts';
import { repairDispatch } from '../../../../functions/service/repairs/repair-dispatch.consumer.ts';
import { bookedSlots, workOrders } from '../../../../functions/service/repairs/repairs.store.ts';
import type { WorkOrder } from '../../../../functions/service/repairs/work-order.ts';
import { tickets } from '../../../../functions/service/tickets/tickets.store.ts';
import { workOrderIdOf } from '../../../../functions/service/tickets/work-order-id.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { VersionConflict } from '../../../../shared/store/retry.ts';
import { get } from '../../../../shared/store/table.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';
import { afterReading, emptyTables, eventsOf, store, stored } from '../../real-table.ts';

const at = '2026-03-04T02:00:00Z';
const now = Temporal.Instant.from(at);
const ticketId = 'tkt_1';
const ticket = aTicket(at, { ticketId, category: 'home/water', status: 'assigned', version: 4 });
const order: WorkOrder = {
  workOrderId: workOrderIdOf(ticketId, 0),
  estateId: 'e',
  ticketId,
  number: ticket.number,
  trade: 'water',
  severity: 'normal',
  mode: 'assign',
  status: 'assigned',
  technicianId: 'plumber',
  refusedBy: [],
  title: ticket.title,
  description: '',
  notAtHomeCount: 0,
  materials: [],
  photos: [],
  openedAt: at,
  lastOccurredAt: at,
  updatedAt: at,
  version: 1,
};
const ref = { ticketId, number: ticket.number };
const told = (name: 'TicketReopened' | 'TicketSeverityChanged', data: object) =>
  repairDispatch.handle(
    {
      ...eventOf({
        name: 'TicketAcknowledged',
        data: ref,
        act: { actor: { kind: 'staff', id: 'op' }, recordedAt: at },
        estateId: 'e',
        subject: { kind: 'ticket', id: ticketId },
        version: 4,
        nth: 0,
      }),
      name,
      data: { ...ref, ...data },
    },
    now,
  );

beforeEach(async () => {
  await emptyTables('owners', 'tickets');
  const of = { estateId: 'e', language: 'zh-CN' as const, updatedAt: at, version: 1 };
  await store(estates, { ...of, code: 'YG', name: '阳光花园', calendar: stateCouncilCalendar() });
  await store(memberships, { staffId: 'plumber', estateId: 'e' });
  const plumber = { ...of, staffId: 'plumber', name: '王工', grants: ['technician@e'] };
  await store(staff, { ...plumber, skills: ['water'], shifts: [], absences: [] });
});

describe('a ticket that was reopened before the event of its resolution was handled', () => {
  test('gets a new work order, also when the same technician has the old one', async () => {
    await store(tickets, { ...ticket, reopenCount: 1 });
    await store(workOrders, order);
    const { type: ticketType, category, severity, title, description, requester } = ticket;
    await told('TicketReopened', { ticketType, category, severity, title, description, requester, reopenCount: 1 });
    expect(await get(workOrders, order)).toMatchObject({ status: 'cancelled' });
    const again = await get(workOrders, { workOrderId: workOrderIdOf(ticketId, 1) });
    expect(again).toMatchObject({ status: 'assigned', technicianId: 'plumber' });
    const now = await get(tickets, { ticketId });
    expect(now).toMatchObject({ assigneeId: 'plumber', workOrderId: again?.workOrderId, version: 5 });
  });
});

test('a ticket that is graded while a technician is looked for keeps the grade and gets the technician', async () => {
  const opened = { ...ticket, status: 'open' as const };
  await store(tickets, opened);
  afterReading(tickets.key(ticket).pk, () => store(tickets, { ...opened, severity: 'emergency', version: 5 }));
  const { type: ticketType, category, severity, title, description, requester } = ticket;
  await told('TicketReopened', { ticketType, category, severity, title, description, requester, reopenCount: 0 });
  const sent = { severity: 'emergency', status: 'assigned' };
  expect(await get(workOrders, order)).toMatchObject({ ...sent, technicianId: 'plumber' });
  expect(await get(tickets, { ticketId })).toMatchObject({ ...sent, assigneeId: 'plumber', version: 6 });
});

test('a ticket that is closed while its reopening is handled gets no work order', async () => {
  await store(tickets, ticket);
  afterReading(tickets.key(ticket).pk, () => store(tickets, { ...ticket, status: 'closed', version: 5 }));
  const { type: ticketType, category, severity, title, description, requester } = ticket;
  await told('TicketReopened', { ticketType, category, severity, title, description, requester, reopenCount: 0 });
  expect(await stored(workOrders)).toEqual([]);
});

test('a work order that is cancelled during a vain search for a technician stays cancelled', async () => {
  const waiting: WorkOrder = {
    ...order,
    trade: 'lift',
    status: 'open',
    technicianId: undefined,
    unassignableSince: at,
  };
  await store(workOrders, waiting);
  const search = await dispatchWorkOrder(waiting, {
    actor: { kind: 'system', id: 'repair-redispatch' },
    recordedAt: at,
  });
  const { nextTryAt: _, ...cancelled } = { ...waiting, status: 'cancelled' as const, version: 2 };
  await store(workOrders, cancelled);
  await expect(search.transaction.commit()).rejects.toBeInstanceOf(VersionConflict);
  expect(await stored(workOrders)).toEqual([cancelled]);
});

describe('a ticket whose severity changes', () => {
  const open: WorkOrder = { ...order, mode: 'claim', status: 'open', technicianId: undefined };
  test('to emergency gets a technician at once instead of waiting for a claim', async () => {
    await store(tickets, { ...ticket, severity: 'emergency' });
    await store(workOrders, open);
    await told('TicketSeverityChanged', { from: 'normal', to: 'emergency' });
    const sent = { severity: 'emergency', mode: 'assign', status: 'assigned', technicianId: 'plumber' };
    expect(await get(workOrders, order)).toMatchObject(sent);
    const events = await eventsOf('tickets', workOrders.key(order).pk);
    expect(events.map(({ name }) => name)).toEqual(['WorkOrderRegraded', 'WorkOrderAssigned']);
  });

  test('to an emergency of another trade frees the technician who had it, and the booked slot', async () => {
    const appointment = { technicianId: 'plumber', from: '2026-03-05T02:00:00Z', to: '2026-03-05T04:00:00Z' };
    const held = { ...order, trade: 'carpentry', appointment };
    await store(tickets, { ...ticket, severity: 'emergency' });
    await written(undefined, held, { actor: { kind: 'staff', id: 'op' }, recordedAt: at }).transaction.commit();
    expect(await stored(bookedSlots)).toHaveLength(1);
    await told('TicketSeverityChanged', { from: 'normal', to: 'emergency' });
    expect(await get(workOrders, order)).not.toHaveProperty('appointment');
    expect(await stored(bookedSlots)).toEqual([]);
    const events = await eventsOf('tickets', workOrders.key(order).pk);
    expect(events.map(({ name }) => name)).toContain('AppointmentReleased');
  });

  test('to a lower severity changes the severity of its work order', async () => {
    await store(tickets, { ...ticket, severity: 'low' });
    await store(workOrders, order);
    await told('TicketSeverityChanged', { from: 'normal', to: 'low' });
    expect(await get(workOrders, order)).toMatchObject({ severity: 'low', technicianId: 'plumber', version: 2 });
  });
});
