import { policyRoutes } from '../../shared/http/policy.ts';
import type { Route } from '../../shared/http/route.ts';
import { bookingPageRoutes } from './booking-page-routes.ts';
import { bookingRoutes } from './booking-routes.ts';
import { checklistRoutes } from './checklist-routes.ts';
import { defectRoutes } from './defect-routes.ts';
import { gateRoutes } from './gate-routes.ts';
import { handoverFileRoutes } from './handover-file-routes.ts';
import { handoverRoutes } from './handover-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { defaultInspectionPolicy, inspectionPolicyDetailsSchema } from './inspection-policy.ts';
import { inspectionRoutes } from './inspection-routes.ts';
import { policies } from './inspection-store.ts';
import { phaseRoutes } from './phase-routes.ts';
import { takeoverRoutes } from './takeover-routes.ts';
import { titleRoutes } from './title-routes.ts';
import { warrantyRoutes } from './warranty-routes.ts';

/** Every operation of this room. */
export const routes: readonly Route[] = [
  ...phaseRoutes,
  ...bookingRoutes,
  ...handoverRoutes,
  ...gateRoutes,
  ...checklistRoutes,
  ...inspectionRoutes,
  ...handoverFileRoutes,
  ...defectRoutes,
  ...takeoverRoutes,
  ...titleRoutes,
  ...warrantyRoutes,
  ...policyRoutes({
    context: 'inspection',
    operation: 'InspectionPolicy',
    entity: policies,
    details: inspectionPolicyDetailsSchema,
    defaultOf: defaultInspectionPolicy,
  }),
  ...bookingPageRoutes,
  ...incidentRoutes,
];
