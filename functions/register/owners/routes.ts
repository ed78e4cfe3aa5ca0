import type { Route } from '../../../shared/http/route.ts';
import { estateRoutes } from './estate.routes.ts';
import { importRoutes } from './import.routes.ts';
import { letterheadRoutes } from './letterhead.routes.ts';
import { personRoutes } from './person.routes.ts';
import { staffRoutes } from './staff.routes.ts';
import { unitRoutes } from './unit.routes.ts';

/** HTTP routes of the register. */
export const routes: readonly Route[] = [
  ...estateRoutes,
  ...letterheadRoutes,
  ...unitRoutes,
  ...personRoutes,
  ...staffRoutes,
  ...importRoutes,
];
