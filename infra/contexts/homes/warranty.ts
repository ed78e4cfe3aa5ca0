import { routes } from '../../../functions/homes/warranty/routes.ts';
import { warrantyAnswers } from '../../../functions/homes/warranty/warranty-answers.consumer.ts';
import type { Context } from '../context.ts';

/** Deployment of the decision on who pays for a defect after delivery. */
export const warranty: Context = {
  name: 'warranty',
  summary: 'Who pays for a defect after delivery.',
  family: 'homes',
  routes,
  api: ({ tables }) => ({
    access: [tables.handovers.readWrite, tables.owners.read, tables.tickets.read],
    impact: 'Staff cannot see or decide who pays for a defect.',
  }),
  workers: ({ tables }) => [
    {
      listener: warrantyAnswers,
      access: [tables.handovers.readWrite, tables.owners.read, tables.tickets.read],
      impact: 'Repair tickets do not show who pays, and warranty repairs do not reach the developer.',
    },
  ],
};
