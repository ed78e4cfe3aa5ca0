import { feedbackHandler } from './mail-feedback.consumer.ts';

export const handler = feedbackHandler();
