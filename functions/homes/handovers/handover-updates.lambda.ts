import { consumerHandler } from '../../../shared/events/consumer.ts';
import { handoverUpdates } from './handover-updates.consumer.ts';

export const handler = consumerHandler(handoverUpdates);
