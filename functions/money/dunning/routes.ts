import type { Route } from '../../../shared/http/route.ts';
import { accountRoutes } from './account.routes.ts';
import { contactRoutes } from './contact.routes.ts';
import { dunningPolicy } from './dunning.policy.ts';
import { operationRoutes } from './operation.routes.ts';
import { dunningTaskRoutes } from './task.routes.ts';

/** All operations of the dunning context. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...operationRoutes,
  ...contactRoutes,
  ...dunningTaskRoutes,
  ...dunningPolicy.routes,
];
