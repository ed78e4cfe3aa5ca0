import { prepaidUse } from '../../../functions/money/payments/prepaid-use.consumer.ts';
import { routes } from '../../../functions/money/payments/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of payments, refunds, deposits and receipts. */
export const payments: Context = {
  name: 'payments',
  summary: 'Payments, refunds, deposits, corrections, and money from unknown payers.',
  family: 'money',
  routes,
  api: ({ tables, gateways }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, gateways],
    impact: 'Residents cannot pay, and cashiers cannot issue receipts.',
  }),
  workers: ({ tables }) => [
    {
      listener: prepaidUse,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Prepaid money is not used for new bills, so payers are reminded of bills that it covers.',
    },
  ],
};
