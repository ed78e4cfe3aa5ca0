import { jobHandler } from '../../shared/events/job.ts';
import { inspectionClock } from './inspection-clock.ts';

export const handler = jobHandler(inspectionClock);
