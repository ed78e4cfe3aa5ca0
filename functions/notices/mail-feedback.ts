import { messageHandler } from '../../shared/events/consumer.ts';
import { type Clock, systemClock } from '../../shared/kernel/clock.ts';
import { log } from '../../shared/observability/log.ts';
import { readFeedback } from './feedback.ts';
import { takeFeedback } from './take-feedback.ts';

/** Listens to the topic on which the mail service tells what became of each mail. */
export const mailFeedback = { name: 'mail-feedback' } as const;

/** The Lambda handler of the queue of feedback. */
export function feedbackHandler(clock: Clock = systemClock): ReturnType<typeof messageHandler> {
  return messageHandler(mailFeedback.name, async (body) => {
    const feedback = readFeedback(body);
    if (feedback) await takeFeedback(feedback, clock.now());
    else log.info('feedback on a mail that is no notice', { consumer: mailFeedback.name });
  });
}
