import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import type { SurveysPolicy } from './surveys.policy.ts';

const surveyStatuses = ['invited', 'answered', 'expired'] as const;

/** An answer. Skipped questions are absent and do not count in the figures (R14.1). */
const answerSchema = z
  .strictObject({
    satisfaction: z.number().int().min(1).max(5).optional(),
    /** How likely the household is to recommend the estate, 0 to 10. */
    recommend: z.number().int().min(0).max(10).optional(),
    /** Whether the matter is settled for the household. */
    fixed: z.boolean().optional(),
    comment: z.string().max(2_000).optional(),
  })
  .meta({ id: 'SurveyAnswer' });
export type Answer = z.infer<typeof answerSchema>;

export const surveySchema = z
  .object({
    surveyId: z.string(),
    estateId: z.string(),
    ticketId: z.string(),
    number: z.string(),
    title: z.string(),
    /** Type of the ticket. */
    ticketType: z.string(),
    personId: z.string(),
    /** Language of the page: the person's language in the register. */
    language: languageSchema,
    /** The person who did the work. */
    handlerId: z.string().optional(),
    status: z.enum(surveyStatuses),
    /** Month of the invitation in the estate's time zone, `YYYY-MM`. The answer counts in this month. */
    month: z.string(),
    invitedAt: z.string(),
    /** When the invitation was sent, which may be long after it was written; the window runs from here. */
    sentAt: z.string().optional(),
    /** Until the invitation is sent: the days of the window and until the reminder, which run from then. */
    awaitsSending: z
      .object({ windowDays: z.number().int(), remindAfterDays: z.number().int() })
      .optional()
      .meta({ id: 'SurveyAwaitsSending' }),
    /**
     * Instant from which no answer is accepted; not the table's TTL, which is a number. Until the sending it
     * is when the survey ends unsent.
     */
    expiresAt: z.string(),
    remindAt: z.string(),
    remindedAt: z.string().optional(),
    /** A satisfaction of this or less opens a recovery task; copied from the policy at the invitation. */
    lowScore: z.number().int(),
    answer: answerSchema.optional(),
    answeredAt: z.string().optional(),
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'SurveyRecord' });
export type Survey = z.infer<typeof surveySchema>;

/** Returns the id of the survey of one closing of a ticket. */
export function surveyIdOf(ticketId: string, reopenCount: number): string {
  return derivedId('srv', ticketId, reopenCount);
}

/** The ticket and the person of a survey. */
export type Asked = Pick<
  Survey,
  'surveyId' | 'estateId' | 'ticketId' | 'number' | 'title' | 'ticketType' | 'personId' | 'language' | 'handlerId'
>;

/**
 * Days for which an invitation may be held, by quiet hours and the budget of reminders; then it ends unsent.
 */
const longestHoldDays = 30;

const daysAfter = (from: Temporal.Instant, days: number) => from.add({ hours: days * 24 }).toString();

/** Returns a new survey. Its window and its reminder wait for the sending of the invitation (D37). */
export function invite(asked: Asked, policy: SurveysPolicy, zone: string, now: Temporal.Instant): Survey {
  const at = now.toString();
  const { windowDays, remindAfterDays, lowScore } = policy;
  const unsentAt = daysAfter(now, longestHoldDays);
  return {
    ...asked,
    status: 'invited',
    month: now.toZonedDateTimeISO(zone).toPlainDate().toString().slice(0, 7),
    invitedAt: at,
    awaitsSending: { windowDays, remindAfterDays },
    expiresAt: unsentAt,
    remindAt: unsentAt,
    lowScore,
    nextDueAt: unsentAt,
    updatedAt: at,
    version: 1,
  };
}

/**
 * Returns the survey after the sending of its invitation: window and reminder run from then. Undefined when
 * it was known, or the survey is over. Surveys of older versions have a window from their first day.
 */
export function sent(survey: Survey, sentAt: string, now: Temporal.Instant): Survey | undefined {
  const { awaitsSending, status } = survey;
  if (awaitsSending === undefined || status !== 'invited') return undefined;
  const from = toInstant(sentAt);
  const remindAt = daysAfter(from, awaitsSending.remindAfterDays);
  const expiresAt = daysAfter(from, awaitsSending.windowDays);
  return changed({ ...survey, awaitsSending: undefined, sentAt, expiresAt, remindAt, nextDueAt: remindAt }, now);
}

/** Returns true when a survey can be answered now, whether or not the job has already ended it. */
export function takesAnswer(survey: Survey, now: Temporal.Instant): boolean {
  return survey.status === 'invited' && Temporal.Instant.compare(now, toInstant(survey.expiresAt)) < 0;
}

/** Returns the due action of a survey: the reminder, the expiry, or undefined. */
export function dueAction(survey: Survey, now: Temporal.Instant): 'remind' | 'expire' | undefined {
  if (survey.status !== 'invited') return undefined;
  if (!takesAnswer(survey, now)) return 'expire';
  if (survey.awaitsSending !== undefined) return undefined;
  const waits = survey.remindedAt === undefined && Temporal.Instant.compare(toInstant(survey.remindAt), now) <= 0;
  return waits ? 'remind' : undefined;
}

/** Returns the survey after its reminder. It is due again at the end of its window. */
export function reminded(survey: Survey, now: Temporal.Instant): Survey {
  return changed({ ...survey, remindedAt: now.toString(), nextDueAt: survey.expiresAt }, now);
}

/** Returns the survey after its window, or after its ticket was reopened. */
export function expired(survey: Survey, now: Temporal.Instant): Survey {
  return changed({ ...survey, status: 'expired', nextDueAt: undefined }, now);
}

/** Returns the survey with its answer, which cannot be changed (R14.2). */
export function answered(survey: Survey, answer: Answer, now: Temporal.Instant): Survey {
  return changed({ ...survey, status: 'answered', answer, answeredAt: now.toString(), nextDueAt: undefined }, now);
}

function changed(survey: Survey, now: Temporal.Instant): Survey {
  return { ...survey, updatedAt: now.toString(), version: survey.version + 1 };
}

/**
 * Returns the consequence of an answer: "not fixed" reopens, a low score opens a recovery task (D14, R14.2).
 */
export function consequenceOf(survey: Pick<Survey, 'lowScore'>, answer: Answer): 'reopen' | 'recover' | undefined {
  if (answer.fixed === false) return 'reopen';
  return answer.satisfaction !== undefined && answer.satisfaction <= survey.lowScore ? 'recover' : undefined;
}
