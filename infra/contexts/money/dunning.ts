import { dunningAccounts } from '../../../functions/money/dunning/dunning-accounts.consumer.ts';
import { dunningRun } from '../../../functions/money/dunning/dunning-run.job.ts';
import { routes } from '../../../functions/money/dunning/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of reminders and demands for overdue bills. */
export const dunning: Context = {
  name: 'dunning',
  summary: 'Lawful reminders of overdue bills: ladder, holds, instalments, tasks.',
  family: 'money',
  routes,
  api: ({ tables }) => ({
    access: [tables.ledger.readWrite, tables.owners.read],
    impact: 'Staff cannot hold reminders, agree on instalments or see the dunning level of an account.',
  }),
  workers: ({ tables }) => [
    {
      listener: dunningAccounts,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Dunning accounts miss payments and disputes, and staff do not see which letters did not arrive.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: dunningRun,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'No reminders or demands for overdue bills are sent.',
    },
  ],
};
