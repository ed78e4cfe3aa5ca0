import { Duration } from 'aws-cdk-lib';
import { billUpdates } from '../../../functions/money/fees/bill-updates.consumer.ts';
import { billing } from '../../../functions/money/fees/billing.consumer.ts';
import { costSharing } from '../../../functions/money/fees/cost-sharing.consumer.ts';
import { revenueRecognition } from '../../../functions/money/fees/revenue-recognition.job.ts';
import { routes } from '../../../functions/money/fees/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of charges: tariffs, cost sharing, billing runs, bills. */
export const fees: Context = {
  name: 'fees',
  summary: 'Fee items, sharing of common costs, billing runs, bills, waivers.',
  family: 'money',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, tables.handovers.read, links],
    impact: 'Residents and staff cannot see bills, and staff cannot publish them or change prices.',
  }),
  workers: ({ tables }) => [
    {
      listener: billing,
      access: [tables.ledger.readWrite, tables.owners.read, tables.handovers.read],
      impact:
        'Billing runs stop: bills are not computed or not published, and no billing month is checked for its close.',
      // A message holds a hundred units.
      // All messages update the counters of one run, so few are processed at a time.
      batchSize: 1,
      timeout: Duration.seconds(20),
      memory: 1_024,
    },
    {
      listener: billUpdates,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Bills do not show their delivery, and staff do not see which bills to deliver by hand.',
    },
    {
      listener: costSharing,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Common costs are not shared, and bills lack these shares.',
      batchSize: 1,
      timeout: Duration.minutes(3),
      memory: 1_024,
    },
  ],
  jobs: ({ tables }) => [
    {
      job: revenueRecognition,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Months charged in advance do not become revenue, and unpaid ones do not lapse.',
    },
  ],
};
