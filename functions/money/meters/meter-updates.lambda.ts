import { consumerHandler } from '../../../shared/events/consumer.ts';
import { meterUpdates } from './meter-updates.consumer.ts';

export const handler = consumerHandler(meterUpdates);
