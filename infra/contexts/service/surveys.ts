import { routes } from '../../../functions/service/surveys/routes.ts';
import { surveyFanOut } from '../../../functions/service/surveys/survey-fan-out.consumer.ts';
import { surveyRemindersJob } from '../../../functions/service/surveys/survey-reminders.job.ts';
import type { Context } from '../context.ts';

/** What households say afterwards: surveys, return visits, and winning back those who are dissatisfied. */
export const surveys: Context = {
  name: 'surveys',
  family: 'service',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.tickets.readWrite, links],
    impact: 'Households cannot answer surveys and the desk cannot enter return visits.',
  }),
  workers: ({ tables }) => [
    {
      listener: surveyFanOut,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Nobody is asked whether a closed ticket is really settled.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: surveyRemindersJob,
      access: [tables.tickets.readWrite],
      impact: 'Surveys are not reminded of and do not end; tickets wait for answers that cannot come.',
    },
  ],
};
