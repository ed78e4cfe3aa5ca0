import { jobHandler } from '../../shared/events/job.ts';
import { inspectionClock } from './inspection/inspection-clock.ts';

export const handler = jobHandler(inspectionClock);
