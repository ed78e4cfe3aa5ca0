import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { dueJob } from '../../../shared/events/due-job.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { campaignDue, reminderDue } from './campaigns/campaign-turns.ts';
import { ended, type ReturnVisit } from './return-visit.ts';
import { dueAction, expired, reminded, type Survey } from './survey.ts';
import { returnVisits, surveys } from './surveys.store.ts';

/**
 * Sends reminders, ends overdue surveys and return visits, and opens and ends campaigns, every minute (D14,
 * D37, R14.4).
 */
export const surveyRemindersJob = dueJob({
  name: 'survey-reminders',
  every: 'rate(1 minute)',
  counts: ['done'],
  works: ({ now, act }) => [
    {
      kind: 'survey',
      table: 'tickets',
      work: async (surveyId) => committed(surveyDue(await get(surveys, { surveyId }), act, now)),
    },
    {
      kind: 'return-visit',
      table: 'tickets',
      work: async (visitId) => committed(visitDue(await get(returnVisits, { visitId }), act, now)),
    },
    {
      kind: 'campaign',
      table: 'tickets',
      work: async (campaignId) => committed(await campaignDue(campaignId, act, now)),
    },
    {
      kind: 'campaign-invitation',
      table: 'tickets',
      together: 10,
      work: async (invitationId) => committed(await reminderDue(invitationId, act, now)),
    },
  ],
});

async function committed(transaction: Transaction | undefined): Promise<{ done: number } | undefined> {
  await transaction?.commit();
  return transaction && { done: 1 };
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
