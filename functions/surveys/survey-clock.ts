import type { Temporal } from 'temporal-polyfill';
import type { Act } from '../../shared/events/catalogue.ts';
import type { Job } from '../../shared/events/job.ts';
import { toInstant } from '../../shared/kernel/time.ts';
import { log } from '../../shared/observability/log.ts';
import { whatIsDue } from '../../shared/store/due.ts';
import { get } from '../../shared/store/table.ts';
import { Outdated, Transaction } from '../../shared/store/transaction.ts';
import { ended, type ReturnVisit } from './return-visit.ts';
import { dueAction, expired, reminded, type Survey } from './survey.ts';
import { returnVisits, surveys } from './surveys-store.ts';

const surveyPrefix = 'SURVEY#';
const visitPrefix = 'RETURNVISIT#';

/** Every minute: the one reminder, the end of the window, and return visits that nobody could make in time (D14, D37). */
export const surveyClock: Job = {
  name: 'survey-clock',
  every: 'rate(1 minute)',
  run: async (now) => {
    const act: Act = { actor: { kind: 'system', id: 'survey-clock' }, recordedAt: now.toString() };
    const dueSurveys = await whatIsDue('survey', 'tickets', now);
    const dueVisits = await whatIsDue('return-visit', 'tickets', now);
    let done = 0;
    let failed = 0;
    const each = async (pk: string, decide: () => Promise<Transaction | undefined>) => {
      try {
        if (await written(await decide())) done += 1;
      } catch (error) {
        failed += 1;
        log.error('clock of a follow-up did not run', { about: pk, error });
      }
    };
    for (const { pk } of dueSurveys) {
      await each(pk, async () => surveyDue(await get(surveys, { surveyId: pk.slice(surveyPrefix.length) }), act, now));
    }
    for (const { pk } of dueVisits) {
      await each(pk, async () =>
        visitDue(await get(returnVisits, { visitId: pk.slice(visitPrefix.length) }), act, now),
      );
    }
    const due = dueSurveys.length + dueVisits.length;
    if (failed > 0) throw new Error(`${failed} of ${due} due follow-ups failed; they stay due`);
    return { due, done };
  },
};

async function written(transaction: Transaction | undefined): Promise<boolean> {
  if (!transaction) return false;
  try {
    await transaction.commit();
    return true;
  } catch (error) {
    // Changed at this very moment: it is still in the index and is judged anew in a minute.
    if (error instanceof Outdated) return false;
    throw error;
  }
}

/** What time does to a survey now, if anything. */
export function surveyDue(survey: Survey | undefined, act: Act, now: Temporal.Instant): Transaction | undefined {
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

/** What time does to a return visit now, if anything: nobody was reached within its window, it stays unverified. */
export function visitDue(visit: ReturnVisit | undefined, act: Act, now: Temporal.Instant): Transaction | undefined {
  if (visit?.status !== 'open') return undefined;
  if (toInstant(visit.closesAt).epochMilliseconds > now.epochMilliseconds) return undefined;
  const after = ended(visit, 'unverified', now.toString(), now);
  const data = { visitId: visit.visitId, ticketId: visit.ticketId };
  return new Transaction()
    .save(returnVisits, after, visit)
    .record(returnVisits, after, 'ReturnVisitUnverified', data, { ...act, reason: 'window passed' });
}
