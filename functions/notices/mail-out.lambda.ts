import { consumerHandler } from '../../shared/events/consumer.ts';
import { mailOut } from './mail-out.consumer.ts';

export const handler = consumerHandler(mailOut);
