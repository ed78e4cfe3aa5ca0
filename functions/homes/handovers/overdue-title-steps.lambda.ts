import { jobHandler } from '../../../shared/events/job.ts';
import { titleClock } from './title/overdue-title-steps.job.ts';

export const handler = jobHandler(titleClock);
