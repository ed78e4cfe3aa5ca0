import type { Route } from '../../shared/http/route.ts';

/** Every operation of this room. */
export const routes: readonly Route[] = [];
