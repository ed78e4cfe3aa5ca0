import type { Route } from '../../shared/http/route.ts';
import { warrantyRoutes } from './warranty-routes.ts';

/** Every operation of this room. */
export const routes: readonly Route[] = [...warrantyRoutes];
