import { beforeEach, expect, test, vi } from 'vitest';
import { classifyTicket } from '../../../../functions/service/tickets/classify-ticket.ts';
import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';
import { ticketsPolicy } from '../../../../functions/service/tickets/tickets.policy.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { slaTimersFrom } from '../../../models/sla-timers-model.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';

beforeEach(() => {
  vi.stubEnv('TICKETS_TABLE', 'tickets');
  vi.spyOn(ticketsPolicy, 'of').mockImplementation(async (estateId) => ticketsPolicy.defaultOf(estateId));
});

const receivedAt = '2026-03-04T02:00:00Z';
const ticket = aTicket(receivedAt, {
  title: '厨房有异味',
  facts: [{ what: 'received', at: receivedAt, rules: [] }],
});
const rules = { calendar: stateCouncilCalendar() };
const raise = (recordedAt: string, occurredAt?: string) => {
  const act = { actor: { kind: 'staff' as const, id: 'stf_1' }, recordedAt, occurredAt };
  return classifyTicket(ticket, { severity: 'emergency' }, act, rules);
};
const dueOf = (one: Ticket) => Object.fromEntries(one.slaTimers.map(({ timer, dueAt }) => [timer, dueAt]));

test('R74.4: a ticket raised a day later is due for dispatch 5 minutes and on site 30 minutes after the raise', async () => {
  const { after } = await raise('2026-03-05T14:00:00Z');
  expect(dueOf(after)).toMatchObject({ dispatch: '2026-03-05T14:05:00Z', arrive: '2026-03-05T14:30:00Z' });
  expect(after.slaTimers.filter(({ breachedAt }) => breachedAt)).toEqual([]);
});

test('a raise that is entered late counts from its time of occurrence', async () => {
  const { after, transaction } = await raise('2026-03-05T14:00:00Z', '2026-03-05T13:00:00Z');
  expect(dueOf(after)).toMatchObject({ dispatch: '2026-03-05T13:05:00Z', arrive: '2026-03-05T13:30:00Z' });
  expect(transaction.events.filter(({ name }) => name === 'SlaBreached')).toHaveLength(2);
});

test('the events alone give the same due times', async () => {
  const { after, transaction } = await raise('2026-03-05T14:00:00Z');
  const [raised] = transaction.events;
  if (!raised) throw new Error('nothing was recorded');
  const opened = { ...raised, name: 'TicketOpened' as const, occurredAt: receivedAt };
  const record = [{ ...opened, data: { ticketType: 'repair', severity: 'normal' } }, raised];
  const recomputed = slaTimersFrom(record, ticketsPolicy.defaultOf('e').slaTimers, rules.calendar);
  const dispatch = recomputed.find(({ timer }) => timer === 'dispatch');
  expect(dispatch).toMatchObject({ dueAt: dueOf(after).dispatch, startedAt: '2026-03-05T14:00:00Z' });
});
