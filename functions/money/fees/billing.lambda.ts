import { consumerHandler } from '../../../shared/events/consumer.ts';
import { billing } from './billing.consumer.ts';

export const handler = consumerHandler(billing);
