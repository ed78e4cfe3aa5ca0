import { Duration } from 'aws-cdk-lib';
import { handoverUpdates } from '../../../functions/homes/handovers/handover-updates.consumer.ts';
import { overdueDefectsJob } from '../../../functions/homes/handovers/inspection/overdue-defects.job.ts';
import { noShowJob } from '../../../functions/homes/handovers/no-show.job.ts';
import { routes } from '../../../functions/homes/handovers/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of the handover of homes: phases and their plan, inspection and keys. */
export const handovers: Context = {
  name: 'handovers',
  summary: 'Handing over homes: phases, notices, slots, inspection, fund, keys, and acceptance of common areas.',
  family: 'homes',
  routes,
  api: ({ tables, links, uploads }) => ({
    access: [
      tables.handovers.readWrite,
      tables.owners.read,
      links,
      uploads.readWrite('handovers', 'incoming/handovers'),
    ],
    impact: 'Buyers cannot book or sign a handover, and staff cannot record inspections or keys.',
  }),
  workers: ({ tables }) => [
    {
      listener: handoverUpdates,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'Handover phases do not progress, proofs of notices are missing, and freed slots are not offered again.',
      timeout: Duration.seconds(20),
    },
  ],
  jobs: ({ tables }) => [
    {
      job: noShowJob,
      access: [tables.handovers.readWrite],
      impact: 'Buyers who missed their handover are not detected and not asked to choose another time.',
    },
    {
      job: overdueDefectsJob,
      access: [tables.handovers.readWrite, tables.owners.read],
      impact: 'Staff get no warning of overdue defects and of overdue items of common-area acceptance.',
    },
  ],
};
