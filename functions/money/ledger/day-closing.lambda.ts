import { consumerHandler } from '../../../shared/events/consumer.ts';
import { dayClosing } from './day-closing.consumer.ts';

export const handler = consumerHandler(dayClosing);
