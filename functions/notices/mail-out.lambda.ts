import { consumerHandler } from '../../shared/events/consumer.ts';
import { mailOut } from './mail-out.ts';

export const handler = consumerHandler(mailOut);
