import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { listDue } from '../../../shared/events/due.ts';
import { type Job, processDue } from '../../../shared/events/job.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { ended, type ReturnVisit } from './return-visit.ts';
import { dueAction, expired, reminded, type Survey } from './survey.ts';
import { returnVisits, surveys } from './surveys.store.ts';

const surveyPrefix = 'SURVEY#';
const visitPrefix = 'RETURNVISIT#';

/** Sends reminders and ends overdue surveys and return visits, every minute (D14, D37). */
export const surveyRemindersJob: Job = {
  name: 'survey-reminders',
  every: 'rate(1 minute)',
  run: async (now) => {
    const act: ActionContext = { actor: { kind: 'system', id: 'survey-reminders' }, recordedAt: now.toString() };
    const dueSurveys = await listDue('survey', 'tickets', now);
    const dueVisits = await listDue('return-visit', 'tickets', now);
    const looked = await processDue(dueSurveys, { what: 'surveys' }, async (pk) =>
      written(surveyDue(await get(surveys, { surveyId: pk.slice(surveyPrefix.length) }), act, now)),
    );
    const closed = await processDue(dueVisits, { what: 'return visits' }, async (pk) =>
      written(visitDue(await get(returnVisits, { visitId: pk.slice(visitPrefix.length) }), act, now)),
    );
    const results = [...looked, ...closed];
    return { due: results.length, done: results.filter((done) => done).length };
  },
};

async function written(transaction: Transaction | undefined): Promise<boolean> {
  await transaction?.commit();
  return transaction !== undefined;
}

/** Returns the writes of a due reminder or expiry of a survey, or undefined. */
export function surveyDue(
  survey: Survey | undefined,
  act: ActionContext,
  now: Temporal.Instant,
): Transaction | undefined {
  if (!survey) return undefined;
  const { surveyId, ticketId, number, personId, expiresAt, title } = survey;
  switch (dueAction(survey, now)) {
    case 'remind': {
      const after = reminded(survey, now);
      const data = { surveyId, ticketId, number, personId, expiresAt, title };
      return new Transaction().save(surveys, after, survey).record(surveys, after, 'SurveyReminded', data, act);
    }
    case 'expire': {
      const after = expired(survey, now);
      const data = { surveyId, ticketId };
      return new Transaction().save(surveys, after, survey).record(surveys, after, 'SurveyExpired', data, act);
    }
    case undefined:
      return undefined;
  }
}

/** Returns the writes that end an overdue return visit as unverified, or undefined. */
export function visitDue(
  visit: ReturnVisit | undefined,
  act: ActionContext,
  now: Temporal.Instant,
): Transaction | undefined {
  if (visit?.status !== 'open') return undefined;
  if (toInstant(visit.closesAt).epochMilliseconds > now.epochMilliseconds) return undefined;
  const after = ended(visit, 'unverified', now.toString(), now);
  const data = { visitId: visit.visitId, ticketId: visit.ticketId };
  return new Transaction()
    .save(returnVisits, after, visit)
    .record(returnVisits, after, 'ReturnVisitUnverified', data, { ...act, reason: 'window passed' });
}
