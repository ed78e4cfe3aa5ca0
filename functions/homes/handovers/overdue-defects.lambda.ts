import { jobHandler } from '../../../shared/events/job.ts';
import { overdueDefectsJob } from './inspection/overdue-defects.job.ts';

export const handler = jobHandler(overdueDefectsJob);
