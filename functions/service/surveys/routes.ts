import { policyRoutes } from '../../../shared/http/policy.ts';
import type { Route } from '../../../shared/http/route.ts';
import { recoveryTaskRoutes } from './recovery-task.routes.ts';
import { returnVisitRoutes } from './return-visit.routes.ts';
import { defaultSurveyPolicy, surveyPolicyDetailsSchema } from './survey.policy.ts';
import { surveyRoutes } from './survey.routes.ts';
import { policies } from './surveys.store.ts';

/** HTTP routes of surveys and return visits. */
export const routes: readonly Route[] = [
  ...surveyRoutes,
  ...returnVisitRoutes,
  ...recoveryTaskRoutes,
  ...policyRoutes({
    context: 'surveys',
    entity: policies,
    details: surveyPolicyDetailsSchema,
    defaultOf: defaultSurveyPolicy,
  }),
];
