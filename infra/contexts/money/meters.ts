import { meterSettlement } from '../../../functions/money/meters/meter-settlement.job.ts';
import { meterUpdates } from '../../../functions/money/meters/meter-updates.consumer.ts';
import { routes } from '../../../functions/money/meters/routes.ts';
import { topUps } from '../../../functions/money/meters/top-ups.consumer.ts';
import type { Context } from '../context.ts';

/** Deployment of meters, readings and prepaid balances. */
export const meters: Context = {
  name: 'meters',
  summary: 'Meters, readings, prepaid balances and their settlement.',
  family: 'money',
  routes,
  api: ({ tables }) => ({
    access: [tables.ledger.readWrite, tables.owners.read],
    impact: 'Readings cannot be recorded, and residents do not see the balance of a prepaid meter.',
    // One request may record a thousand readings.
    memory: 1_024,
  }),
  workers: ({ tables }) => [
    {
      listener: topUps,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'Top-ups are missing on prepaid meters, and households get wrong low-balance notices.',
    },
    {
      listener: meterUpdates,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact:
        'Meters miss new prices and the readings of handovers, and low-balance records do not show their delivery.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: meterSettlement,
      access: [tables.ledger.readWrite, tables.owners.read],
      impact: 'The ledger lacks the use of prepaid meters and shows it as money owed to households.',
    },
  ],
};
