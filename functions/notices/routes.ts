import type { Route } from '../../shared/http/route.ts';
import { callTaskRoutes } from './call-task.routes.ts';
import { noticeRoutes } from './notice.routes.ts';
import { noticesPolicy } from './notices.policy.ts';
import { unsubscribeRoutes } from './unsubscribe.routes.ts';

/** All operations of the notices context. */
export const routes: readonly Route[] = [
  ...noticeRoutes,
  ...callTaskRoutes,
  ...unsubscribeRoutes,
  ...noticesPolicy.routes,
];
