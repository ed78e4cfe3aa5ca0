import { consumerHandler } from '../../../shared/events/consumer.ts';
import { repairDispatch } from './repair-dispatch.consumer.ts';

export const handler = consumerHandler(repairDispatch);
