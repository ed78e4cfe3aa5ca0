import { jobHandler } from '../../../shared/events/job.ts';
import { inspectionClock } from './inspection/overdue-defects.job.ts';

export const handler = jobHandler(inspectionClock);
