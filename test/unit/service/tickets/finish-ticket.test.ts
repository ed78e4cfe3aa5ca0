import { expect, test, vi } from 'vitest';
import { happened } from '../../../../functions/service/tickets/change-ticket.ts';
import { closeTicket } from '../../../../functions/service/tickets/finish-ticket.ts';
import { recordForm } from '../../../../functions/service/tickets/record-form.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { aTicket } from './a-ticket.ts';

vi.stubEnv('TICKETS_TABLE', 'tickets');

const at = '2026-03-04T02:00:00Z';
const ticket = aTicket(at, { type: 'inquiry', category: 'charges', title: '物业费怎么交' });
const act = { actor: { kind: 'staff' as const, id: 'op' }, recordedAt: '2026-03-04T02:05:00Z' };
const rules = { calendar: stateCouncilCalendar() };
const opened = eventOf({
  name: 'TicketOpened',
  data: {
    ticketId: ticket.ticketId,
    number: ticket.number,
    ticketType: ticket.type,
    channel: ticket.channel,
    category: ticket.category,
    severity: ticket.severity,
    title: ticket.title,
    description: '',
    estateName: '阳光花园',
    requester: {},
    receivedAt: at,
  },
  act: { ...act, recordedAt: at },
  estateId: 'e',
  subject: { kind: 'ticket', id: ticket.ticketId },
  version: 1,
  nth: 0,
});

test('the result entered at the closing is in the event and on the record form', async () => {
  const { transaction } = await closeTicket(ticket, { resolution: '已告知缴费方式' }, act, rules);
  expect(transaction.events[0]?.data).toMatchObject({ resolution: '已告知缴费方式' });
  const form = recordForm(
    [opened, ...transaction.events],
    { zone: 'Asia/Shanghai', sender: { estateName: '阳光花园' }, categories: [] },
    'zh-CN',
  );
  expect(form).toMatch(/处理结果<\/th><td[^>]*>已告知缴费方式/);
});

test('a ticket closed without assignment is a first-contact resolution', async () => {
  expect((await closeTicket(ticket, {}, act, rules)).after.firstContactResolution).toBe(true);
  const assigned = { ...ticket, status: 'assigned' as const, assigneeId: 'stf_1' };
  expect((await closeTicket(assigned, {}, act, rules)).after.firstContactResolution).toBe(false);
  const resolved = { ...ticket, status: 'resolved' as const, firstContactResolution: true };
  expect((await closeTicket(resolved, {}, act, rules)).after.firstContactResolution).toBe(true);
});

test('a ticket whose record is full can still be ended, and takes nothing else', async () => {
  const note = { what: 'waiting' as const, at };
  const full = { ...ticket, facts: Array.from({ length: 400 }, () => note) };
  expect(() => happened(full, ['waiting'], act, rules)).toThrow('too-many-entries');
  expect((await closeTicket(full, {}, act, rules)).after.status).toBe('closed');
});
