import { repairDispatch } from '../../../functions/service/repairs/repair-dispatch.consumer.ts';
import { repairRedispatch } from '../../../functions/service/repairs/repair-redispatch.job.ts';
import { routes } from '../../../functions/service/repairs/routes.ts';
import type { Context } from '../context.ts';

/** Work orders, the technicians who get them, and their appointments. */
export const repairs: Context = {
  name: 'repairs',
  family: 'service',
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
      impact: 'Repairs that nobody could take or nobody claimed stay without a technician.',
    },
  ],
};
