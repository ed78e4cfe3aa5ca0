import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { openRecoveryTask } from './recovery-task.ts';
import { type Answer, answered, consequenceOf, type Survey, takesAnswer } from './survey.ts';
import { countAnswer, recoveryTasks, surveys } from './surveys.store.ts';

/** The result of submitting an answer. */
export type Receipt = { survey: Survey; result: 'taken' | 'already-answered' | 'closed' };

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
      return transaction.record(
        surveys,
        after,
        'NotFixedReported',
        { surveyId, ticketId, ...(comment && { comment }) },
        act,
      );
    case 'recover': {
      const { estateId, number, title, personId, handlerId } = survey;
      const satisfaction = answer.satisfaction ?? survey.lowScore;
      const about = { estateId, ticketId, surveyId, number, title, personId, handlerId, satisfaction, comment };
      const task = openRecoveryTask(about, now);
      const data = { surveyId, ticketId, taskId: task.taskId, satisfaction };
      return transaction.save(recoveryTasks, task).record(recoveryTasks, task, 'RecoveryTaskOpened', data, act);
    }
    case undefined:
      return transaction;
  }
}

/** Number of attempts to save an answer while the survey changes (by its job or a second submission). */
const tries = 4;

/**
 * Saves the first answer of the person with the link (R14.2). The survey's version prevents a second answer,
 * because a form cannot send an Idempotency-Key.
 * @throws VersionConflict when the survey changes during every attempt.
 */
export async function answerSurvey(
  survey: Survey,
  answer: Answer,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Receipt> {
  let current: Survey = survey;
  for (let attempt = 1; ; attempt += 1) {
    if (current.status === 'answered') return { survey: current, result: 'already-answered' };
    if (!takesAnswer(current, now)) return { survey: current, result: 'closed' };
    try {
      await answerOf(current, answer, act, now).commit();
      return { survey: current, result: 'taken' };
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === tries) throw error;
      current = (await get(surveys, { surveyId: survey.surveyId })) ?? current;
    }
  }
}
