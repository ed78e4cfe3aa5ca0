import { consumerHandler } from '../../../shared/events/consumer.ts';
import { reportWriting } from './report-writing.consumer.ts';

export const handler = consumerHandler(reportWriting);
