import { meterSettlement } from '../../../functions/money/meters/meter-settlement.job.ts';
import { meterUpdates } from '../../../functions/money/meters/meter-updates.consumer.ts';
import { routes } from '../../../functions/money/meters/routes.ts';
import { topUps } from '../../../functions/money/meters/top-ups.consumer.ts';
import type { Context } from '../context.ts';

/** Meters, readings and prepaid balances. */
export const meters: Context = {
  name: 'meters',
  family: 'money',
  routes,
  api: ({ tables }) => ({
    access: [tables.ledger.readWrite, tables.owners.read],
    impact: 'No reading is taken, and nobody sees what is left on a meter.',
    // A thousand readings at once are worked out here.
    memory: 1_024,
  }),
  workers: ({ tables }) => [
    {
      listener: topUps,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'What households paid for their meters is not on their balance: they are told that it is low.',
    },
    {
      listener: meterUpdates,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact:
        'Meters do not learn of new prices or of what they showed at the keys, and records of low balances do not show whether they arrived.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: meterSettlement,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'What prepaid meters used is not in the books: the money stays a debt to the households there.',
    },
  ],
};
