import { jobHandler } from '../../shared/events/job.ts';
import { repairRedispatch } from './repair-redispatch.ts';

export const handler = jobHandler(repairRedispatch);
