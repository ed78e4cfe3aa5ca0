import { yearlySurveysJob } from '../../../functions/service/surveys/campaigns/yearly-surveys.job.ts';
import { routes } from '../../../functions/service/surveys/routes.ts';
import { surveyFanOut } from '../../../functions/service/surveys/survey-fan-out.consumer.ts';
import { surveyRemindersJob } from '../../../functions/service/surveys/survey-reminders.job.ts';
import type { Context } from '../context.ts';

/**
 * Deployment of surveys of tickets and of households, return visits, and the follow-up of dissatisfied
 * residents.
 */
export const surveys: Context = {
  name: 'surveys',
  summary: 'Surveys, return visits and recovery tasks after a closed ticket; surveys of all households.',
  family: 'service',
  routes,
  api: ({ tables, links }) => ({
    access: [tables.tickets.readWrite, tables.owners.read, links],
    impact: 'Residents cannot answer surveys, and the desk cannot record return visits.',
  }),
  workers: ({ tables }) => [
    {
      listener: surveyFanOut,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact:
        'Residents are not asked whether their closed tickets are really settled, and surveys of households stand still.',
    },
  ],
  jobs: ({ tables }) => [
    {
      job: surveyRemindersJob,
      access: [tables.tickets.readWrite],
      impact:
        'Surveys get no reminders and do not end, so tickets wait for answers; surveys of households do not open.',
    },
    {
      job: yearlySurveysJob,
      access: [tables.tickets.readWrite, tables.owners.read],
      impact: 'Staff are not reminded of the survey that each estate owes once a year.',
    },
  ],
};
