import type { Job } from '../../shared/events/job.ts';
import { overdueDefectsJob } from './handovers/inspection/overdue-defects.job.ts';
import { noShowJob } from './handovers/no-show.job.ts';
import { overdueTitleStepsJob } from './titles/overdue-title-steps.job.ts';

/** Lists the scheduled jobs of the contexts of `homes`. One function runs them. */
export const jobs: readonly Job[] = [overdueDefectsJob, noShowJob, overdueTitleStepsJob];
