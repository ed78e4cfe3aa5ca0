import { Duration } from 'aws-cdk-lib';
import { openingWork } from '../../../functions/money/opening/opening-work.consumer.ts';
import { routes } from '../../../functions/money/opening/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of openings: estates that come from another system. */
export const opening: Context = {
  name: 'opening',
  summary: 'Opening balances of an estate that comes from another system: files, trial balance, signatures.',
  family: 'money',
  routes,
  api: ({ tables, uploads }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, uploads.readWrite('openings')],
    impact: 'A company that moves in cannot validate or sign its opening balances.',
  }),
  workers: ({ tables, uploads }) => [
    {
      listener: openingWork,
      access: [
        tables.ledger.readWrite,
        tables.owners.read,
        tables.tickets.readWrite,
        tables.handovers.readWrite,
        uploads.readWrite('openings'),
      ],
      impact: 'Opening balances are not checked or posted, and no day of that estate can close.',
      // A message reads all files of an estate, or posts five hundred rows.
      batchSize: 1,
      maxConcurrency: 2,
      timeout: Duration.minutes(5),
      memory: 2_048,
    },
  ],
};
