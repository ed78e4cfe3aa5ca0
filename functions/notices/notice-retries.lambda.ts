import { jobHandler } from '../../shared/events/job.ts';
import { noticeRetriesJob } from './notice-retries.job.ts';

export const handler = jobHandler(noticeRetriesJob);
