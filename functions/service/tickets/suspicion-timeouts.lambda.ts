import { consumerHandler } from '../../../shared/events/consumer.ts';
import { suspicionTimeouts } from './suspicion-timeouts.consumer.ts';

export const handler = consumerHandler(suspicionTimeouts);
