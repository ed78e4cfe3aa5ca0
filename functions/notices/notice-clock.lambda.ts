import { jobHandler } from '../../shared/events/job.ts';
import { noticeClock } from './notice-clock.ts';

export const handler = jobHandler(noticeClock);
