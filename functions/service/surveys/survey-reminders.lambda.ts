import { jobHandler } from '../../../shared/events/job.ts';
import { surveyRemindersJob } from './survey-reminders.job.ts';

export const handler = jobHandler(surveyRemindersJob);
