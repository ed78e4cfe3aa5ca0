import { Duration } from 'aws-cdk-lib';
import { dayClosing } from '../../../functions/money/ledger/day-closing.consumer.ts';
import { drawerWatch } from '../../../functions/money/ledger/drawer-watch.job.ts';
import { journalExport } from '../../../functions/money/ledger/journal-export.consumer.ts';
import { routes } from '../../../functions/money/ledger/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of the ledger of an estate: entries, closes, seals, statements. */
export const ledger: Context = {
  name: 'ledger',
  summary: 'Double-entry ledger of an estate: entries, statements, receipts, settlements, closes.',
  family: 'money',
  routes,
  api: ({ tables, uploads }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, uploads.readWrite('journals')],
    impact: 'Staff cannot read the ledger, close a day or verify a receipt.',
  }),
  jobs: ({ tables }) => [
    {
      job: drawerWatch,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Nobody is told of drawers that were not counted, takings that were not deposited, and old differences.',
    },
  ],
  workers: ({ tables, uploads }) => [
    {
      listener: dayClosing,
      access: [tables.ledger.readWrite],
      impact: 'Days are not closed, so differences stay hidden and receipts cannot be verified.',
      // A day on which a month's bills are published has tens of thousands of entries.
      batchSize: 1,
      maxConcurrency: 2,
      timeout: Duration.minutes(5),
      memory: 2_048,
    },
    {
      listener: journalExport,
      access: [tables.ledger.readWrite, uploads.readWrite('journals')],
      impact: 'Staff cannot export the ledger as a journal; the ledger itself is not affected.',
      // A message is a slice of a file: some ten thousand entries.
      batchSize: 1,
      maxConcurrency: 2,
      timeout: Duration.minutes(2),
      memory: 1_024,
    },
  ],
};
