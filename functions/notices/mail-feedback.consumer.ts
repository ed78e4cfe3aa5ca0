import * as z from 'zod';
import { messageHandler } from '../../shared/events/consumer.ts';
import { type Clock, systemClock } from '../../shared/kernel/clock.ts';
import { log } from '../../shared/observability/log.ts';
import { readFeedback } from './feedback.ts';
import { takeFeedback } from './take-feedback.ts';

/** Listens to the topic on which the mail service tells what became of each mail. */
export const mailFeedback = { name: 'mail-feedback' } as const;

/**
 * What SES says to a topic when it is set up to tell it of mails: plain text, about no mail. As a message it would fail
 * five times, end with the dead letters and call somebody.
 */
const greeting = 'Successfully validated SNS topic';
const batchSchema = z.object({ Records: z.array(z.looseObject({ body: z.string() })) });

/** The Lambda handler of the queue of feedback. */
export function feedbackHandler(clock: Clock = systemClock): ReturnType<typeof messageHandler> {
  const handle = messageHandler(mailFeedback.name, async (body) => {
    const feedback = readFeedback(body);
    if (feedback) await takeFeedback(feedback, clock.now());
    else log.info('feedback on a mail that is no notice', { consumer: mailFeedback.name });
  });
  return (batch) => {
    const { Records } = batchSchema.parse(batch);
    return handle({ Records: Records.filter(({ body }) => !body.startsWith(greeting)) });
  };
}
