import { jobHandler } from '../../../shared/events/job.ts';
import { noShowJob } from './no-show.job.ts';

export const handler = jobHandler(noShowJob);
