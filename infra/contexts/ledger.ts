import { Duration } from 'aws-cdk-lib';
import { dayClosing } from '../../functions/ledger/day-closing.ts';
import { routes } from '../../functions/ledger/routes.ts';
import type { Context } from './context.ts';

/** The books of an estate: entries, closes, seals, statements. */
export const ledger: Context = {
  name: 'ledger',
  routes,
  api: ({ tables }) => ({
    access: [tables.ledger.readWrite, tables.owners.read],
    impact: 'Nobody can read the books, close a day or prove a receipt.',
  }),
  workers: ({ tables }) => [
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
  ],
};
