import { jobHandler } from '../../shared/events/job.ts';
import { dunningRun } from './dunning-run.ts';

export const handler = jobHandler(dunningRun);
