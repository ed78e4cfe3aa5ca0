import type { Route } from '../../../shared/http/route.ts';
import { acceptanceRoutes } from './common-areas/acceptance.routes.ts';
import { gateRoutes } from './gate.routes.ts';
import { handoverRoutes } from './handover.routes.ts';
import { handoverFileRoutes } from './handover-file.routes.ts';
import { handoversPolicy } from './handovers.policy.ts';
import { checklistRoutes } from './inspection/checklist.routes.ts';
import { defectRoutes } from './inspection/defect.routes.ts';
import { inspectionRoutes } from './inspection/inspection.routes.ts';
import { bookingRoutes } from './plan/booking.routes.ts';
import { bookingPageRoutes } from './plan/booking-page.routes.ts';
import { cancelRoutes } from './plan/cancel.routes.ts';
import { incidentRoutes } from './plan/incident.routes.ts';
import { phaseRoutes } from './plan/phase.routes.ts';

export const routes: readonly Route[] = [
  ...phaseRoutes,
  ...bookingRoutes,
  ...cancelRoutes,
  ...handoverRoutes,
  ...gateRoutes,
  ...checklistRoutes,
  ...inspectionRoutes,
  ...handoverFileRoutes,
  ...defectRoutes,
  ...acceptanceRoutes,
  ...handoversPolicy.routes,
  ...bookingPageRoutes,
  ...incidentRoutes,
];
