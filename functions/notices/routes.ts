import { policyRoutes } from '../../shared/http/policy.ts';
import type { Route } from '../../shared/http/route.ts';
import { callTaskRoutes } from './call-task.routes.ts';
import { noticeRoutes } from './notice.routes.ts';
import { defaultNoticesPolicy, noticesPolicyDetailsSchema } from './notices.policy.ts';
import { policies } from './notices.store.ts';
import { unsubscribeRoutes } from './unsubscribe.routes.ts';

/** All operations of the notices context. */
export const routes: readonly Route[] = [
  ...noticeRoutes,
  ...callTaskRoutes,
  ...unsubscribeRoutes,
  ...policyRoutes({
    context: 'notices',
    entity: policies,
    details: noticesPolicyDetailsSchema,
    defaultOf: defaultNoticesPolicy,
  }),
];
