import { jobHandler } from '../../shared/events/job.ts';
import { noticeClock } from './notice-retries.job.ts';

export const handler = jobHandler(noticeClock);
