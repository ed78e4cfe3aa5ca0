import { feedbackHandler } from './mail-feedback.ts';

export const handler = feedbackHandler();
