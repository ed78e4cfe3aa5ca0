import { Duration } from 'aws-cdk-lib';
import { reportWriting } from '../../../functions/money/finance-reports/report-writing.consumer.ts';
import { routes } from '../../../functions/money/finance-reports/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of the reports of the money of an estate. */
export const financeReports: Context = {
  name: 'finance-reports',
  summary: 'Reports of the money of an estate: ageing, collection rate, receivables, account balances.',
  family: 'money',
  routes,
  api: ({ tables, uploads }) => ({
    access: [tables.ledger.readWrite, tables.owners.read, uploads.readWrite('reports')],
    impact: 'Staff cannot request or read reports of money; the ledger itself is not affected.',
  }),
  workers: ({ tables, uploads }) => [
    {
      listener: reportWriting,
      access: [tables.ledger.readWrite, tables.owners.read, uploads.readWrite('reports')],
      impact: 'Requested reports of money are not finished; the ledger itself is not affected.',
      // A message reads five hundred units with all their bills, or writes the files of the whole estate.
      batchSize: 1,
      maxConcurrency: 2,
      timeout: Duration.minutes(5),
      memory: 2_048,
    },
  ],
};
