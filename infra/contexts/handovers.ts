import { routes } from '../../functions/handovers/routes.ts';
import { warrantyAnswers } from '../../functions/handovers/warranty-answers.ts';
import type { Context } from './context.ts';

/** Handing over homes: phases and their plan, inspection and keys, title, warranty. */
export const handovers: Context = {
  name: 'handovers',
  routes,
  api: ({ tables, links, uploads }) => ({
    access: [tables.handovers.readWrite, tables.owners.read, tables.tickets.read, links, uploads.readWrite],
    impact: 'Nobody can book, inspect, sign or take the keys of a home, or ask who pays for a defect.',
  }),
  workers: ({ tables }) => [
    {
      listener: warrantyAnswers,
      access: [tables.handovers.readWrite, tables.owners.read, tables.tickets.read],
      impact: 'Repairs do not show who pays, and those within the warranty do not reach the developer.',
    },
  ],
};
