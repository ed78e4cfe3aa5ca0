import { Duration } from 'aws-cdk-lib';
import { billUpdates } from '../../../functions/money/fees/bill-updates.consumer.ts';
import { billing } from '../../../functions/money/fees/billing.consumer.ts';
import { costSharing } from '../../../functions/money/fees/cost-sharing.consumer.ts';
import { routes } from '../../../functions/money/fees/routes.ts';
import type { Context } from '../context.ts';

/** What is charged: tariffs, sharing, billing runs, bills. */
export const fees: Context = {
  name: 'fees',
  family: 'money',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, links],
    impact: 'Nobody can see or publish bills and change prices.',
  }),
  workers: ({ tables }) => [
    {
      listener: billing,
      access: [tables.ledger.readWrite, tables.owners.read, tables.handovers.read],
      impact: 'Billing runs stand still: bills are not worked out, or not published.',
      // A message is a hundred units; they are counted into one run, so not too many at once.
      batchSize: 1,
      timeout: Duration.seconds(20),
      memory: 1_024,
    },
    {
      listener: billUpdates,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Bills do not show that they arrived, and nobody learns which ones go by hand.',
    },
    {
      listener: costSharing,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Common costs are not shared; the bills that need the shares come without them.',
      batchSize: 1,
      timeout: Duration.minutes(3),
      memory: 1_024,
    },
  ],
};
