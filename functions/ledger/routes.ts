import type { Route } from '../../shared/http/route.ts';

/** Operations of this room. */
export const routes: readonly Route[] = [];
