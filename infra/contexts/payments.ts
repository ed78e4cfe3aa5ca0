import { routes } from '../../functions/payments/routes.ts';
import type { Context } from './context.ts';

/** What is paid: payments, refunds, deposits, receipts. */
export const payments: Context = {
  name: 'payments',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, links],
    impact: 'Nobody can pay, and the cashier can give no receipt.',
  }),
};
