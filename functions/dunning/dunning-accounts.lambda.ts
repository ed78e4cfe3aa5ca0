import { consumerHandler } from '../../shared/events/consumer.ts';
import { dunningAccounts } from './dunning-accounts.ts';

export const handler = consumerHandler(dunningAccounts);
