import { consumerHandler } from '../../../shared/events/consumer.ts';
import { ticketUpdates } from './ticket-updates.consumer.ts';

export const handler = consumerHandler(ticketUpdates);
