import { jobHandler } from '../../../shared/events/job.ts';
import { dunningRun } from './dunning-run.job.ts';

export const handler = jobHandler(dunningRun);
