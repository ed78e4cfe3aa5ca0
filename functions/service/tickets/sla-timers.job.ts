import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { listDue } from '../../../shared/events/due.ts';
import { type Job, processDue } from '../../../shared/events/job.ts';
import { get } from '../../../shared/store/table.ts';
import { ticketRulesOf } from './change-ticket.ts';
import { fireSlaTimers } from './escalate-ticket.ts';
import { tickets } from './tickets.store.ts';

const prefix = 'TICKET#';

/**
 * Job of every minute: fires the warnings, breaches and escalations that are due, judged by the current
 * ticket (D8, D9).
 */
export const slaTimersJob: Job = {
  name: 'sla-timers',
  every: 'rate(1 minute)',
  run: async (now) => {
    const due = await listDue('ticket', 'tickets', now);
    const act: ActionContext = { actor: { kind: 'system', id: 'sla-timers' }, recordedAt: now.toString() };
    const fired = await processDue(due, { what: 'tickets' }, (pk) => fire(pk.slice(prefix.length), act));
    return { due: due.length, fired: fired.reduce<number>((sum, events = 0) => sum + events, 0) };
  },
};

async function fire(ticketId: string, act: ActionContext): Promise<number> {
  const ticket = await get(tickets, { ticketId });
  const change = ticket && (await fireSlaTimers(ticket, act, await ticketRulesOf(ticket)));
  if (!change) return 0;
  await change.transaction.commit();
  return change.transaction.events.length;
}
