import { routes } from '../../../functions/service/tickets/routes.ts';
import { slaTimersJob } from '../../../functions/service/tickets/sla-timers.job.ts';
import { suspicionTimeouts } from '../../../functions/service/tickets/suspicion-timeouts.consumer.ts';
import { ticketUpdates } from '../../../functions/service/tickets/ticket-updates.consumer.ts';
import type { Context } from '../context.ts';

/** Deployment of reports, complaints and questions with their SLA timers. */
export const tickets: Context = {
  name: 'tickets',
  summary: 'Reports, complaints and questions with their SLA timers, and emergency triage.',
  family: 'service',
  routes,
  api: ({ tables, uploads, links }) => ({
    access: [tables.tickets.readWrite, tables.owners.read, uploads.readWrite('tickets', 'incoming/tickets'), links],
    impact: 'Residents and staff cannot report a repair or follow a ticket.',
  }),
  workers: ({ tables }) => [
    {
      listener: ticketUpdates,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact:
        'Tickets miss the results of surveys and warranty decisions, and what a household calls not fixed is not reopened.',
    },
    {
      listener: suspicionTimeouts,
      urgent: true,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Suspected emergencies without an answer are not raised to emergencies.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: slaTimersJob,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'SLA targets pass without a warning, and nothing is escalated.',
    },
  ],
};
