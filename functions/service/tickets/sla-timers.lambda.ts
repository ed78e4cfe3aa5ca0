import { jobHandler } from '../../../shared/events/job.ts';
import { slaTimersJob } from './sla-timers.job.ts';

export const handler = jobHandler(slaTimersJob);
