import type { Route } from '../../shared/http/route.ts';
import { bookingRoutes } from './booking-routes.ts';
import { handoverRoutes } from './handover-routes.ts';
import { phaseRoutes } from './phase-routes.ts';
import { warrantyRoutes } from './warranty-routes.ts';

/** Every operation of this room. */
export const routes: readonly Route[] = [...phaseRoutes, ...bookingRoutes, ...handoverRoutes, ...warrantyRoutes];
