import type { Route } from '../../../shared/http/route.ts';
import { comparisonRoutes } from './comparison.routes.ts';
import { openingRoutes } from './opening.routes.ts';

/** All operations of openings. */
export const routes: readonly Route[] = [...openingRoutes, ...comparisonRoutes];
