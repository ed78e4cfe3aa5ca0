import type { Route } from '../../../shared/http/route.ts';
import { campaignRoutes } from './campaigns/campaign.routes.ts';
import { recoveryTaskRoutes } from './recovery-task.routes.ts';
import { returnVisitRoutes } from './return-visit.routes.ts';
import { surveyRoutes } from './survey.routes.ts';
import { surveysPolicy } from './surveys.policy.ts';

/** HTTP routes of surveys, return visits and campaigns. */
export const routes: readonly Route[] = [
  ...surveyRoutes,
  ...returnVisitRoutes,
  ...recoveryTaskRoutes,
  ...campaignRoutes,
  ...surveysPolicy.routes,
];
