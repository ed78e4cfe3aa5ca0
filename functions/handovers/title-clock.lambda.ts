import { jobHandler } from '../../shared/events/job.ts';
import { titleClock } from './title/title-clock.ts';

export const handler = jobHandler(titleClock);
