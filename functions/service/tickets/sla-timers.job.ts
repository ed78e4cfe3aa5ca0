import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { dueJob } from '../../../shared/events/due-job.ts';
import { get } from '../../../shared/store/table.ts';
import { ticketRulesOf } from './change-ticket.ts';
import { fireSlaTimers } from './escalate-ticket.ts';
import { tickets } from './tickets.store.ts';

/**
 * Job of every minute: fires the warnings, breaches and escalations that are due, judged by the current
 * ticket (D8, D9).
 */
export const slaTimersJob = dueJob({
  name: 'sla-timers',
  every: 'rate(1 minute)',
  counts: ['fired'],
  works: ({ act }) => [
    { kind: 'ticket', table: 'tickets', work: async (ticketId) => ({ fired: await fire(ticketId, act) }) },
  ],
});

async function fire(ticketId: string, act: ActionContext): Promise<number> {
  const ticket = await get(tickets, { ticketId });
  const change = ticket && (await fireSlaTimers(ticket, act, await ticketRulesOf(ticket)));
  if (!change) return 0;
  await change.transaction.commit();
  return change.transaction.events.length;
}
