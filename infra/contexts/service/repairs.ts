import { repairDispatch } from '../../../functions/service/repairs/repair-dispatch.consumer.ts';
import { repairRedispatch } from '../../../functions/service/repairs/repair-redispatch.job.ts';
import { routes } from '../../../functions/service/repairs/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of work orders, their assignment to technicians, and appointments. */
export const repairs: Context = {
  name: 'repairs',
  summary: 'Work orders: dispatch, appointments, work on site.',
  family: 'service',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.tickets.readWrite, tables.owners.read, links],
    impact: 'Technicians cannot accept or report work, and residents cannot book a visit.',
  }),
  workers: ({ tables }) => [
    {
      listener: repairDispatch,
      urgent: true,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Reported repairs, including emergencies, reach no technician.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: repairRedispatch,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Work orders that could not be assigned or were not claimed stay without a technician.',
    },
  ],
};
