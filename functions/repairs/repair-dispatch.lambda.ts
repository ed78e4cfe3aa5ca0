import { consumerHandler } from '../../shared/events/consumer.ts';
import { repairDispatch } from './repair-dispatch.ts';

export const handler = consumerHandler(repairDispatch);
