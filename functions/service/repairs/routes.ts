import type { Route } from '../../../shared/http/route.ts';
import { operationRoutes } from './operation.routes.ts';
import { visitPageRoute } from './visit-page.routes.ts';
import { workOrderRoutes } from './work-order.routes.ts';

/** HTTP routes of repairs. */
export const routes: readonly Route[] = [...workOrderRoutes, ...operationRoutes, visitPageRoute];
