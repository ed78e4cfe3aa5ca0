import { consumerHandler } from '../../shared/events/consumer.ts';
import { handoverUpdates } from './handover-updates.ts';

export const handler = consumerHandler(handoverUpdates);
