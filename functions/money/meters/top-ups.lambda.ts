import { consumerHandler } from '../../../shared/events/consumer.ts';
import { topUps } from './top-ups.consumer.ts';

export const handler = consumerHandler(topUps);
