import type { Route } from '../../../shared/http/route.ts';
import { recoveryTaskRoutes } from './recovery-task.routes.ts';
import { returnVisitRoutes } from './return-visit.routes.ts';
import { surveyRoutes } from './survey.routes.ts';
import { surveysPolicy } from './surveys.policy.ts';

/** HTTP routes of surveys and return visits. */
export const routes: readonly Route[] = [
  ...surveyRoutes,
  ...returnVisitRoutes,
  ...recoveryTaskRoutes,
  ...surveysPolicy.routes,
];
