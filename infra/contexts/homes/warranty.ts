import { routes } from '../../../functions/homes/warranty/routes.ts';
import { warrantyAnswers } from '../../../functions/homes/warranty/warranty-answers.consumer.ts';
import type { Context } from '../context.ts';

/** Who pays for a defect after delivery. */
export const warranty: Context = {
  name: 'warranty',
  family: 'homes',
  routes,
  api: ({ tables }) => ({
    access: [tables.handovers.readWrite, tables.owners.read, tables.tickets.read],
    impact: 'Nobody can see or decide who pays for a defect.',
  }),
  workers: ({ tables }) => [
    {
      listener: warrantyAnswers,
      access: [tables.handovers.readWrite, tables.owners.read, tables.tickets.read],
      impact: 'Repairs do not show who pays, and those within the warranty do not reach the developer.',
    },
  ],
};
