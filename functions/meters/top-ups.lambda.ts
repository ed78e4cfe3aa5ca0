import { consumerHandler } from '../../shared/events/consumer.ts';
import { topUps } from './top-ups.ts';

export const handler = consumerHandler(topUps);
