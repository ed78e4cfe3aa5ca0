import { jobHandler } from '../../../shared/events/job.ts';
import { ticketClocks } from './sla-timers.job.ts';

export const handler = jobHandler(ticketClocks);
