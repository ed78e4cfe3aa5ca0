import { routes } from '../../functions/ledger/routes.ts';
import type { Context } from './context.ts';

/** The books of an estate: entries, closes, seals, statements. */
export const ledger: Context = {
  name: 'ledger',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, links],
    impact: 'Nobody can read the books, close a day or prove a receipt.',
  }),
};
