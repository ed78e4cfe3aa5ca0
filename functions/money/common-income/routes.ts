import type { Route } from '../../../shared/http/route.ts';
import { commonIncomePolicy } from './common-income.policy.ts';
import { movementRoutes } from './movement.routes.ts';
import { publicationRoutes } from './publication.routes.ts';
import { serviceBudgetRoutes } from './service-budget.routes.ts';

/** All operations of the common-income context. */
export const routes: readonly Route[] = [
  ...movementRoutes,
  ...publicationRoutes,
  ...serviceBudgetRoutes,
  ...commonIncomePolicy.routes,
];
