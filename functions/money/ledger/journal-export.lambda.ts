import { consumerHandler } from '../../../shared/events/consumer.ts';
import { journalExport } from './journal-export.consumer.ts';

export const handler = consumerHandler(journalExport);
