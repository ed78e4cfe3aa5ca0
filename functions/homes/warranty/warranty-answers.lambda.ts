import { consumerHandler } from '../../../shared/events/consumer.ts';
import { warrantyAnswers } from './warranty-answers.consumer.ts';

export const handler = consumerHandler(warrantyAnswers);
