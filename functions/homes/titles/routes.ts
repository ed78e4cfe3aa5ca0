import type { Route } from '../../../shared/http/route.ts';
import { titleRoutes } from './title.routes.ts';

/** All operations of the titles context; they are in title.routes.ts. */
export const routes: readonly Route[] = titleRoutes;
