import { Duration } from 'aws-cdk-lib';
import { handoverUpdates } from '../../../functions/homes/handovers/handover-updates.consumer.ts';
import { overdueDefectsJob } from '../../../functions/homes/handovers/inspection/overdue-defects.job.ts';
import { noShowJob } from '../../../functions/homes/handovers/no-show.job.ts';
import { routes } from '../../../functions/homes/handovers/routes.ts';
import type { Context } from '../context.ts';

/** Handing over homes: phases and their plan, inspection and keys. */
export const handovers: Context = {
  name: 'handovers',
  family: 'homes',
  routes,
  api: ({ tables, links, uploads }) => ({
    access: [tables.handovers.readWrite, tables.owners.read, links, uploads.readWrite],
    impact: 'Nobody can book, inspect, sign or take the keys of a home.',
  }),
  workers: ({ tables }) => [
    {
      listener: handoverUpdates,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'Phases stand still, proofs of notices are missing, freed places go to nobody.',
      timeout: Duration.seconds(20),
    },
  ],
  jobs: ({ tables }) => [
    {
      job: noShowJob,
      access: [tables.handovers.readWrite],
      impact: 'Who does not come is not noticed, and is not asked to choose another time.',
    },
    {
      job: overdueDefectsJob,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'Nobody is told of defects and open items of a takeover that are not right on their day.',
    },
  ],
};
