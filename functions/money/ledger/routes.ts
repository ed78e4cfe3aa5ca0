import type { Route } from '../../../shared/http/route.ts';
import { accountRoutes } from './account.routes.ts';
import { agencyRoutes } from './agency.routes.ts';
import { closeRoutes } from './close.routes.ts';
import { drawerRoutes } from './drawer.routes.ts';
import { journalRoutes } from './journal.routes.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { payOutRoutes } from './pay-out.routes.ts';
import { payeeRoutes } from './payee.routes.ts';
import { periodCloseRoutes } from './period-close.routes.ts';
import { receiptRoutes } from './receipt.routes.ts';
import { paperRoutes } from './settlement.routes.ts';
import { vatRoutes } from './vat.routes.ts';

/** Every route of the ledger. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...receiptRoutes,
  ...paperRoutes,
  ...closeRoutes,
  ...periodCloseRoutes,
  ...drawerRoutes,
  ...journalRoutes,
  ...payeeRoutes,
  ...payOutRoutes,
  ...vatRoutes,
  ...agencyRoutes,
  ...ledgerPolicy.routes,
];
