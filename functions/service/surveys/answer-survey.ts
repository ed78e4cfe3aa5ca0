import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { openRecoveryTask } from './recovery-task.ts';
import { type Answer, answered, consequenceOf, type Survey, takesAnswer } from './survey.ts';
import { countAnswer, surveys } from './surveys.store.ts';

/** The result of submitting an answer. */
export type Receipt = 'taken' | 'already-answered' | 'closed';

/** Returns the writes of an answer: its event, the counters, and the reopening or the recovery task. */
export function answerOf(survey: Survey, answer: Answer, act: ActionContext, now: Temporal.Instant): Transaction {
  const after = answered(survey, answer, now);
  const { surveyId, ticketId } = survey;
  const { comment, ...scores } = answer;
  const transaction = new Transaction()
    .save(surveys, after, survey)
    .record(surveys, after, 'SurveyAnswered', { surveyId, ticketId, ...scores }, act);
  countAnswer(transaction, survey, answer);
  switch (consequenceOf(survey, answer)) {
    case 'reopen':
      return transaction.record(surveys, after, 'NotFixedReported', { surveyId, ticketId, comment }, act);
    case 'recover': {
      const { estateId, number, title, personId, handlerId } = survey;
      const satisfaction = answer.satisfaction ?? survey.lowScore;
      const about = { estateId, ticketId, surveyId, number, title, personId, handlerId, satisfaction, comment };
      return openRecoveryTask(transaction, about, act, now);
    }
    case undefined:
      return transaction;
  }
}

/**
 * Saves the first answer of the person with the link (R14.2). The survey's version prevents a second answer,
 * because a form cannot send an Idempotency-Key.
 * @throws VersionConflict when the survey changes meanwhile, by its job or by a second submission.
 */
export async function answerSurvey(
  survey: Survey,
  answer: Answer,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Receipt> {
  if (survey.status === 'answered') return 'already-answered';
  if (!takesAnswer(survey, now)) return 'closed';
  await answerOf(survey, answer, act, now).commit();
  return 'taken';
}
