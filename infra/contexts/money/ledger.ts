import { Duration } from 'aws-cdk-lib';
import { dayClosing } from '../../../functions/money/ledger/day-closing.consumer.ts';
import { journalExport } from '../../../functions/money/ledger/journal-export.consumer.ts';
import { routes } from '../../../functions/money/ledger/routes.ts';
import type { Context } from '../context.ts';

/** The books of an estate: entries, closes, seals, statements. */
export const ledger: Context = {
  name: 'ledger',
  family: 'money',
  routes,
  api: ({ tables, uploads }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, uploads.readWrite],
    impact: 'Nobody can read the books, close a day or prove a receipt.',
  }),
  workers: ({ tables, uploads }) => [
    {
      listener: dayClosing,
      access: [tables.ledger.readWrite],
      impact: 'Days are not closed: what does not agree is not found, and no receipt can be proven.',
      // A day of a month's bills is tens of thousands of entries.
      batchSize: 1,
      maxConcurrency: 2,
      timeout: Duration.minutes(5),
      memory: 2_048,
    },
    {
      listener: journalExport,
      access: [tables.ledger.readWrite, uploads.readWrite],
      impact: 'Nobody gets the books as a journal; the books themselves are as they were.',
      // A message is a slice of a file: some ten thousand entries.
      batchSize: 1,
      maxConcurrency: 2,
      timeout: Duration.minutes(2),
      memory: 1_024,
    },
  ],
};
