import { repairDispatch } from '../../functions/repairs/repair-dispatch.ts';
import { repairRedispatch } from '../../functions/repairs/repair-redispatch.ts';
import { routes } from '../../functions/repairs/routes.ts';
import type { Context } from './context.ts';

/** Work orders, the technicians who get them, and their appointments. */
export const repairs: Context = {
  name: 'repairs',
  routes,
  api: ({ tables }) => ({
    access: [tables.tickets.readWrite, tables.owners.read],
    impact: 'Technicians cannot accept or report work and nobody can book a visit.',
  }),
  workers: ({ tables }) => [
    {
      listener: repairDispatch,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Reported repairs reach no technician, emergencies included.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: repairRedispatch,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Repairs that nobody could take or nobody grabbed stay without a technician.',
    },
  ],
};
