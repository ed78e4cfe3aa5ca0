import { consumerHandler } from '../../shared/events/consumer.ts';
import { registerImport } from './register-import.ts';

export const handler = consumerHandler(registerImport);
