import type { Route } from '../../../shared/http/route.ts';
import { titleRoutes } from './title.routes.ts';

/** Every operation of this context. */
export const routes: readonly Route[] = titleRoutes;
