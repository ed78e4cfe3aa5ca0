import { prepaidUse } from '../../functions/payments/prepaid-use.ts';
import { routes } from '../../functions/payments/routes.ts';
import type { Context } from './context.ts';

/** What is paid: payments, refunds, deposits, receipts. */
export const payments: Context = {
  name: 'payments',
  routes,
  api: ({ tables, gateways }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, gateways],
    impact: 'Nobody can pay, and the cashier can give no receipt.',
  }),
  workers: ({ tables }) => [
    {
      listener: prepaidUse,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Prepaid money is not used for new bills: payers are reminded of what they have paid.',
    },
  ],
};
