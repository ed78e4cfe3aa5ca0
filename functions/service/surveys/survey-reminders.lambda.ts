import { jobHandler } from '../../../shared/events/job.ts';
import { surveyClock } from './survey-reminders.job.ts';

export const handler = jobHandler(surveyClock);
