import { jobHandler } from '../../shared/events/job.ts';
import { ticketClocks } from './ticket-clocks.ts';

export const handler = jobHandler(ticketClocks);
