import type { Route } from '../../../shared/http/route.ts';
import { balanceRoutes } from './balance.routes.ts';
import { meterRoutes } from './meter.routes.ts';
import { metersPolicy } from './meters.policy.ts';
import { readingRoutes } from './reading.routes.ts';
import { unmatchedRoutes } from './unmatched.routes.ts';

/** All operations of the meters context. */
export const routes: readonly Route[] = [
  ...meterRoutes,
  ...readingRoutes,
  ...unmatchedRoutes,
  ...balanceRoutes,
  ...metersPolicy.routes,
];
