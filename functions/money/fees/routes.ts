import type { Route } from '../../../shared/http/route.ts';
import { advanceRoutes } from './advance.routes.ts';
import { billRoutes } from './bill.routes.ts';
import { billOperationRoutes } from './bill-operation.routes.ts';
import { billingRunRoutes } from './billing-run.routes.ts';
import { discountRoutes } from './discounts/discount.routes.ts';
import { vacancyRoutes } from './discounts/vacancy.routes.ts';
import { feeItemRoutes } from './fee-item.routes.ts';
import { feesPolicy } from './fees.policy.ts';
import { sharingRoutes } from './sharing.routes.ts';
import { waiverRoutes } from './waiver.routes.ts';

/** All operations of the fees context. */
export const routes: readonly Route[] = [
  ...feeItemRoutes,
  ...sharingRoutes,
  ...billingRunRoutes,
  ...billRoutes,
  ...billOperationRoutes,
  ...waiverRoutes,
  ...advanceRoutes,
  ...discountRoutes,
  ...vacancyRoutes,
  ...feesPolicy.routes,
];
