import { consumerHandler } from '../../shared/events/consumer.ts';
import { billing } from './billing.ts';

export const handler = consumerHandler(billing);
