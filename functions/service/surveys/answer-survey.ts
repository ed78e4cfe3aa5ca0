import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { openRecoveryTask } from './recovery-task.ts';
import { type Answer, answered, consequenceOf, type Survey, takesAnswer } from './survey.ts';
import { countAnswer, recoveryTasks, surveys } from './surveys.store.ts';

/** What became of an answer. */
export type Receipt = { survey: Survey; how: 'taken' | 'already-answered' | 'closed' };

/** Writes an answer with all that follows from it: its event, the counters, the ticket taken up again or a recovery task. */
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

/** Changes of the survey at the same moment (its clock, another tap) that are lived through. */
const tries = 4;

/**
 * Takes the answer of whoever holds the link, once: the first counts (R14.2). The version of the survey makes it once,
 * not an Idempotency-Key, which a form cannot send.
 * @throws VersionConflict when the survey keeps changing under it.
 */
export async function answerSurvey(
  survey: Survey,
  answer: Answer,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Receipt> {
  let current: Survey = survey;
  for (let attempt = 1; ; attempt += 1) {
    if (current.status === 'answered') return { survey: current, how: 'already-answered' };
    if (!takesAnswer(current, now)) return { survey: current, how: 'closed' };
    try {
      await answerOf(current, answer, act, now).commit();
      return { survey: current, how: 'taken' };
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === tries) throw error;
      current = (await get(surveys, { surveyId: survey.surveyId })) ?? current;
    }
  }
}
