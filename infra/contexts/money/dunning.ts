import { dunningAccounts } from '../../../functions/money/dunning/dunning-accounts.consumer.ts';
import { dunningRun } from '../../../functions/money/dunning/dunning-run.job.ts';
import { routes } from '../../../functions/money/dunning/routes.ts';
import type { Context } from '../context.ts';

/** Reminders and demands for what is overdue. */
export const dunning: Context = {
  name: 'dunning',
  family: 'money',
  routes,
  api: ({ tables }) => ({
    access: [tables.ledger.readWrite, tables.owners.read],
    impact: 'Nobody can hold a reminder, agree on instalments or see where an account stands.',
  }),
  workers: ({ tables }) => [
    {
      listener: dunningAccounts,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Accounts do not hear of payments and disputes, and nobody learns which letters did not arrive.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: dunningRun,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Nobody is reminded of what is overdue; no step of any ladder is taken.',
    },
  ],
};
