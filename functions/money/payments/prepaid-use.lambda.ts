import { consumerHandler } from '../../../shared/events/consumer.ts';
import { prepaidUse } from './prepaid-use.consumer.ts';

export const handler = consumerHandler(prepaidUse);
