import { consumerHandler } from '../../../shared/events/consumer.ts';
import { billUpdates } from './bill-updates.consumer.ts';

export const handler = consumerHandler(billUpdates);
