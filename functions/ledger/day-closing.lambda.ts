import { consumerHandler } from '../../shared/events/consumer.ts';
import { dayClosing } from './day-closing.ts';

export const handler = consumerHandler(dayClosing);
