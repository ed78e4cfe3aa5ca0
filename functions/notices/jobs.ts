import type { Job } from '../../shared/events/job.ts';
import { calendarEndsJob } from './calendar-ends.job.ts';
import { noticeRetriesJob } from './notice-retries.job.ts';

/** Lists the scheduled jobs of notices. One function runs them. */
export const jobs: readonly Job[] = [calendarEndsJob, noticeRetriesJob];
