import { routes } from '../../functions/dunning/routes.ts';
import type { Context } from './context.ts';

/** Reminders and demands for what is overdue. */
export const dunning: Context = {
  name: 'dunning',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, links],
    impact: 'Nobody can hold a reminder, agree on instalments or see where an account stands.',
  }),
};
