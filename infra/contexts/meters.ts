import { routes } from '../../functions/meters/routes.ts';
import type { Context } from './context.ts';

/** Meters, readings and prepaid balances. */
export const meters: Context = {
  name: 'meters',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, links],
    impact: 'No reading and no top-up is taken.',
  }),
};
