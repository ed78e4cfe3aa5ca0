import { consumerHandler } from '../../shared/events/consumer.ts';
import { suspicionTimeouts } from './suspicion-timeouts.ts';

export const handler = consumerHandler(suspicionTimeouts);
