import * as z from 'zod';
import { type BatchHandler, messageHandler } from '../../shared/events/consumer.ts';
import { type Clock, systemClock } from '../../shared/kernel/clock.ts';
import { log } from '../../shared/observability/log.ts';
import { readFeedback } from './read-feedback.ts';
import { recordFeedback } from './record-feedback.ts';

/** The consumer of the topic to which the mail service reports the outcome of mails. */
export const mailFeedback = { name: 'mail-feedback' } as const;

/**
 * A test message that SES publishes when a topic is set up: plain text, not about a mail. Otherwise it would
 * fail five times, end in the dead-letter queue and raise an alarm.
 */
const greeting = 'Successfully validated SNS topic';
const batchSchema = z.object({ Records: z.array(z.looseObject({ body: z.string() })) }).meta({ id: 'NoticeBatch' });

/** Returns the Lambda handler of the feedback queue. */
export function feedbackHandler(clock: Clock = systemClock): BatchHandler {
  const handle = messageHandler(mailFeedback.name, async (body) => {
    const feedback = readFeedback(body);
    if (feedback) await recordFeedback(feedback, clock.now());
    else log.info('feedback on a mail that is no notice', { consumer: mailFeedback.name });
  });
  return (batch, invocation) => {
    const { Records } = batchSchema.parse(batch);
    return handle({ Records: Records.filter(({ body }) => !body.startsWith(greeting)) }, invocation);
  };
}
