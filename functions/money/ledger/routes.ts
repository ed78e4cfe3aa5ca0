import type { Route } from '../../../shared/http/route.ts';
import { accountRoutes } from './account.routes.ts';
import { closeRoutes } from './close.routes.ts';
import { journalRoutes } from './journal.routes.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { receiptRoutes } from './receipt.routes.ts';
import { paperRoutes } from './settlement.routes.ts';

/** Every route of the ledger. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...receiptRoutes,
  ...paperRoutes,
  ...closeRoutes,
  ...journalRoutes,
  ...ledgerPolicy.routes,
];
