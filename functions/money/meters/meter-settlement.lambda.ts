import { jobHandler } from '../../../shared/events/job.ts';
import { meterSettlement } from './meter-settlement.job.ts';

export const handler = jobHandler(meterSettlement);
