import { prepaidUse } from '../../../functions/money/payments/prepaid-use.consumer.ts';
import { routes } from '../../../functions/money/payments/routes.ts';
import type { Context } from '../context.ts';

/** What is paid: payments, refunds, deposits, receipts. */
export const payments: Context = {
  name: 'payments',
  family: 'money',
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
