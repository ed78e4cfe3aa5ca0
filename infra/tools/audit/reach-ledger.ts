import { type Reached, reachTables } from './reach-tables.ts';

/**
 * Connects the stores to the ledger's table without the API. `LEDGER_TABLE` names a table in AWS, with the
 * usual AWS credentials. Otherwise the table is that of the local backend, running or stopped.
 * @throws Error when there is no local backend.
 */
export async function reachLedger(): Promise<Reached> {
  const { LEDGER_TABLE: name } = process.env;
  return name
    ? { where: name, now: new Date(), stop: async () => {} }
    : reachTables(undefined, 'LEDGER_TABLE to a table in AWS');
}
