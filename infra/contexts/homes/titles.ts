import { overdueTitleStepsJob } from '../../../functions/homes/titles/overdue-title-steps.job.ts';
import { routes } from '../../../functions/homes/titles/routes.ts';
import { titleUpdates } from '../../../functions/homes/titles/title-updates.consumer.ts';
import type { Context } from '../context.ts';

/** The way of a delivered home to its certificate of title. */
export const titles: Context = {
  name: 'titles',
  family: 'homes',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.handovers.readWrite, tables.owners.read, links],
    impact: 'Nobody can see or enter how far the title of a home is.',
  }),
  workers: ({ tables }) => [
    {
      listener: titleUpdates,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'No dossier of title is opened for a delivered home.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: overdueTitleStepsJob,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'Steps to a title pass their day, by which damages may be owed, and nobody is warned.',
    },
  ],
};
