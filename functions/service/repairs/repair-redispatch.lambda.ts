import { jobHandler } from '../../../shared/events/job.ts';
import { repairRedispatch } from './repair-redispatch.job.ts';

export const handler = jobHandler(repairRedispatch);
