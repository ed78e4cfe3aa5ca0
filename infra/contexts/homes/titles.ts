import { overdueTitleStepsJob } from '../../../functions/homes/titles/overdue-title-steps.job.ts';
import { routes } from '../../../functions/homes/titles/routes.ts';
import { titleUpdates } from '../../../functions/homes/titles/title-updates.consumer.ts';
import type { Context } from '../context.ts';

/** Deployment of the steps from a delivered home to its certificate of title. */
export const titles: Context = {
  name: 'titles',
  summary: 'The way of a delivered home to its certificate of title.',
  family: 'homes',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.handovers.readWrite, tables.owners.read, links],
    impact: 'Buyers and staff cannot see or record the progress of titles.',
  }),
  workers: ({ tables }) => [
    {
      listener: titleUpdates,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'Delivered homes get no title dossier.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: overdueTitleStepsJob,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'Staff get no warning of overdue title steps, for which the developer may owe damages.',
    },
  ],
};
