import { jobHandler } from '../../shared/events/job.ts';
import { handoverClock } from './handover-clock.ts';

export const handler = jobHandler(handoverClock);
