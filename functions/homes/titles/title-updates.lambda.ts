import { consumerHandler } from '../../../shared/events/consumer.ts';
import { titleUpdates } from './title-updates.consumer.ts';

export const handler = consumerHandler(titleUpdates);
