import { consumerHandler } from '../../shared/events/consumer.ts';
import { writeNotices } from './notices.consumer.ts';

export const handler = consumerHandler(writeNotices);
