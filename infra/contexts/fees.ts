import { routes } from '../../functions/fees/routes.ts';
import type { Context } from './context.ts';

/** What is charged: tariffs, sharing, billing runs, bills. */
export const fees: Context = {
  name: 'fees',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, links],
    impact: 'Nobody can see or publish bills and change prices.',
  }),
};
