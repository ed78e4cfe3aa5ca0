import type { Route } from '../../../shared/http/route.ts';
import { operationRoutes } from './operation.routes.ts';
import { workOrderRoutes } from './work-order.routes.ts';

/** Every operation of this context. */
export const routes: readonly Route[] = [...workOrderRoutes, ...operationRoutes];
