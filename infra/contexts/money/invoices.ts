import { invoiceReds } from '../../../functions/money/invoices/invoice-reds.consumer.ts';
import { routes } from '../../../functions/money/invoices/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of the invoice register. */
export const invoices: Context = {
  name: 'invoices',
  summary: 'The invoice register: invoices, red letters, tasks for red invoices.',
  family: 'money',
  routes,
  api: ({ tables }) => ({
    access: [tables.ledger.readWrite, tables.owners.read],
    impact: 'Cashiers cannot record invoices and red invoices.',
  }),
  workers: ({ tables }) => [
    {
      listener: invoiceReds,
      access: [tables.ledger.readWrite],
      impact: 'Staff do not learn that the invoice of a credited bill needs a red one.',
    },
  ],
};
