import { routes } from '../../../functions/service/tickets/routes.ts';
import { slaTimersJob } from '../../../functions/service/tickets/sla-timers.job.ts';
import { suspicionTimeouts } from '../../../functions/service/tickets/suspicion-timeouts.consumer.ts';
import { ticketUpdates } from '../../../functions/service/tickets/ticket-updates.consumer.ts';
import type { Context } from '../context.ts';

/** Reports, complaints and questions, with their SLA timers. */
export const tickets: Context = {
  name: 'tickets',
  family: 'service',
  routes,
  api: ({ tables, uploads, links }) => ({
    access: [tables.tickets.readWrite, tables.owners.read, uploads.readWrite, links],
    impact: 'Nobody can report a repair or follow a ticket.',
  }),
  workers: ({ tables }) => [
    {
      listener: ticketUpdates,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Tickets do not show what technicians, surveys and the warranty found out; finished ones stay open.',
    },
    {
      listener: suspicionTimeouts,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'An emergency that is suspected and not asked about is not raised.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: slaTimersJob,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Promised times pass without a warning and nothing is escalated.',
    },
  ],
};
