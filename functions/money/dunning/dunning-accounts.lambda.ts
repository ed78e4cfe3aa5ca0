import { consumerHandler } from '../../../shared/events/consumer.ts';
import { dunningAccounts } from './dunning-accounts.consumer.ts';

export const handler = consumerHandler(dunningAccounts);
