import { jobsHandler } from '../../shared/events/job.ts';
import { jobs } from './jobs.ts';

export const handler = jobsHandler(jobs);
