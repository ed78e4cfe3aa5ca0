import { Duration } from 'aws-cdk-lib';
import { registerImport } from '../../../functions/register/owners/register-import.consumer.ts';
import { routes } from '../../../functions/register/owners/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of the register of estates, units, people and staff. */
export const owners: Context = {
  name: 'owners',
  summary: 'Estates, buildings, units, people with their tenures, and staff.',
  family: 'register',
  routes,
  api: ({ tables, uploads }) => ({
    access: [tables.owners.readWrite, uploads.readWrite('imports')],
    impact: 'Staff cannot look up or change units, owners and staff.',
  }),
  workers: ({ tables, uploads }) => [
    {
      listener: registerImport,
      access: [tables.owners.readWrite, uploads.readWrite('imports')],
      impact: 'Imports of units and people stop.',
      // A message is a slice of a file: thousands of rows.
      batchSize: 1,
      timeout: Duration.minutes(3),
      memory: 1_024,
    },
  ],
};
