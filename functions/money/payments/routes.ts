import type { Route } from '../../../shared/http/route.ts';
import { balanceRoutes } from './balance.routes.ts';
import { cashDeskRoutes } from './cash-desk.routes.ts';
import { correctionRoutes } from './correction.routes.ts';
import { depositRoutes } from './deposit.routes.ts';
import { gatewayRoutes } from './gateway.routes.ts';
import { paymentRoutes } from './payment.routes.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { printRoutes } from './print.routes.ts';
import { refundRequestRoutes } from './refund-request.routes.ts';
import { unidentifiedRoutes } from './unidentified.routes.ts';

/** Every route of payments, refunds and deposits. */
export const routes: readonly Route[] = [
  ...paymentRoutes,
  ...cashDeskRoutes,
  ...gatewayRoutes,
  ...depositRoutes,
  ...unidentifiedRoutes,
  ...refundRequestRoutes,
  ...correctionRoutes,
  ...balanceRoutes,
  ...printRoutes,
  ...paymentsPolicy.routes,
];
