import { consumerHandler } from '../../shared/events/consumer.ts';
import { writeNotices } from './write-notices.ts';

export const handler = consumerHandler(writeNotices);
