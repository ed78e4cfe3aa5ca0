import { routes } from '../../../functions/money/common-income/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of the owners' common income. */
export const commonIncome: Context = {
  name: 'common-income',
  summary: 'Income from common parts, its costs and its use by the owners.',
  family: 'money',
  routes,
  api: ({ tables }) => ({
    access: [tables.ledger.readWrite, tables.owners.read],
    impact: 'Income from common parts cannot be recorded or spent, and owners cannot see it.',
  }),
};
