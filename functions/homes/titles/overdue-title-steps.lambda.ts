import { jobHandler } from '../../../shared/events/job.ts';
import { overdueTitleStepsJob } from './overdue-title-steps.job.ts';

export const handler = jobHandler(overdueTitleStepsJob);
