import { consumerHandler } from '../../shared/events/consumer.ts';
import { journalExport } from './journal-export.ts';

export const handler = consumerHandler(journalExport);
