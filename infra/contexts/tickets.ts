import { routes } from '../../functions/tickets/routes.ts';
import { suspicionTimeouts } from '../../functions/tickets/suspicion-timeouts.ts';
import { ticketClocks } from '../../functions/tickets/ticket-clocks.ts';
import { ticketUpdates } from '../../functions/tickets/ticket-updates.ts';
import type { Context } from './context.ts';

/** Reports, complaints and questions, with their clocks. */
export const tickets: Context = {
  name: 'tickets',
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
      job: ticketClocks,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Promised times pass without a warning and nothing is escalated.',
    },
  ],
};
