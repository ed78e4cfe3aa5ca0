import { consumerHandler } from '../../../shared/events/consumer.ts';
import { surveyFanOut } from './survey-fan-out.consumer.ts';

export const handler = consumerHandler(surveyFanOut);
