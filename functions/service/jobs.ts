import type { Job } from '../../shared/events/job.ts';
import { repairRedispatch } from './repairs/repair-redispatch.job.ts';
import { yearlySurveysJob } from './surveys/campaigns/yearly-surveys.job.ts';
import { surveyRemindersJob } from './surveys/survey-reminders.job.ts';
import { slaTimersJob } from './tickets/sla-timers.job.ts';

/** Lists the scheduled jobs of the contexts of `service`. One function runs them. */
export const jobs: readonly Job[] = [repairRedispatch, surveyRemindersJob, slaTimersJob, yearlySurveysJob];
