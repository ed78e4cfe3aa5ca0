import { consumerHandler } from '../../../shared/events/consumer.ts';
import { openingWork } from './opening-work.consumer.ts';

export const handler = consumerHandler(openingWork);
