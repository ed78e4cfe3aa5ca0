import { policyRoutes } from '../../../shared/http/policy.ts';
import type { Route } from '../../../shared/http/route.ts';
import { balanceRoutes } from './balance.routes.ts';
import { meterRoutes } from './meter.routes.ts';
import { defaultMetersPolicy, metersPolicyDetailsSchema } from './meters.policy.ts';
import { policies } from './meters.store.ts';
import { readingRoutes } from './reading.routes.ts';
import { unmatchedRoutes } from './unmatched.routes.ts';

/** All operations of the meters context. */
export const routes: readonly Route[] = [
  ...meterRoutes,
  ...readingRoutes,
  ...unmatchedRoutes,
  ...balanceRoutes,
  ...policyRoutes({
    context: 'meters',
    entity: policies,
    details: metersPolicyDetailsSchema,
    defaultOf: defaultMetersPolicy,
  }),
];
