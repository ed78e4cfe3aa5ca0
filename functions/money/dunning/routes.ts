import { policyRoutes } from '../../../shared/http/policy.ts';
import type { Route } from '../../../shared/http/route.ts';
import { accountRoutes } from './account.routes.ts';
import { contactRoutes } from './contact.routes.ts';
import { defaultPolicyOf, dunningPolicyDetailsSchema } from './dunning.policy.ts';
import { policies } from './dunning.store.ts';
import { mustNameLawfulMeans } from './forbidden-means.ts';
import { operationRoutes } from './operation.routes.ts';
import { taskRoutes } from './task.routes.ts';

/** All operations of the dunning context. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...operationRoutes,
  ...contactRoutes,
  ...taskRoutes,
  ...policyRoutes({
    context: 'dunning',
    entity: policies,
    details: dunningPolicyDetailsSchema,
    defaultOf: defaultPolicyOf,
    guard: mustNameLawfulMeans,
  }),
];
