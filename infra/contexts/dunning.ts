import { dunningAccounts } from '../../functions/dunning/dunning-accounts.ts';
import { dunningRun } from '../../functions/dunning/dunning-run.ts';
import { routes } from '../../functions/dunning/routes.ts';
import type { Context } from './context.ts';

/** Reminders and demands for what is overdue. */
export const dunning: Context = {
  name: 'dunning',
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
