import type { Route } from '../../../shared/http/route.ts';
import { attachmentRoutes } from './attachment.routes.ts';
import { operationRoutes } from './operation.routes.ts';
import { questionPageRoutes } from './question-page.routes.ts';
import { ticketRoutes } from './ticket.routes.ts';

/** Every operation of this context. */
export const routes: readonly Route[] = [
  ...ticketRoutes,
  ...operationRoutes,
  ...attachmentRoutes,
  ...questionPageRoutes,
];
