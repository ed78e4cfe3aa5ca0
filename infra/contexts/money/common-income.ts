import { drawRemuneration } from '../../../functions/money/common-income/draw-remuneration.job.ts';
import { routes } from '../../../functions/money/common-income/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of the owners' common income. */
export const commonIncome: Context = {
  name: 'common-income',
  summary: 'Income from common parts, its costs and its use by the owners.',
  family: 'money',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, tables.tickets.read, links],
    impact: 'Income from common parts cannot be recorded or spent, and owners cannot see it.',
  }),
  jobs: ({ tables }) => [
    {
      job: drawRemuneration,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'The company’s remuneration of estates on that system is not drawn, and their years cannot be settled.',
    },
  ],
};
