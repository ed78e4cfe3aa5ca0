import { jobHandler } from '../../shared/events/job.ts';
import { meterSettlement } from './meter-settlement.ts';

export const handler = jobHandler(meterSettlement);
