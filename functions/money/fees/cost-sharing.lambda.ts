import { consumerHandler } from '../../../shared/events/consumer.ts';
import { costSharing } from './cost-sharing.consumer.ts';

export const handler = consumerHandler(costSharing);
