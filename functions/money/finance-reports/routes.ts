import type { Route } from '../../../shared/http/route.ts';
import { reportRoutes } from './report.routes.ts';

/** All operations of the reports of money. */
export const routes: readonly Route[] = reportRoutes;
