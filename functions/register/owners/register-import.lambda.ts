import { consumerHandler } from '../../../shared/events/consumer.ts';
import { registerImport } from './register-import.consumer.ts';

export const handler = consumerHandler(registerImport);
