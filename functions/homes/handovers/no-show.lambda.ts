import { jobHandler } from '../../../shared/events/job.ts';
import { handoverClock } from './no-show.job.ts';

export const handler = jobHandler(handoverClock);
