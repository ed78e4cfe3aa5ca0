import { consumerHandler } from '../../../shared/events/consumer.ts';
import { invoiceReds } from './invoice-reds.consumer.ts';

export const handler = consumerHandler(invoiceReds);
