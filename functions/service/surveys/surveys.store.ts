import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { type FollowUp, followUpSchema } from './follow-up.ts';
import { type ReturnVisit, returnVisitSchema, visitIdOf } from './return-visit.ts';
import type { ScoreCounts } from './statistics.ts';
import { type Answer, type Survey, surveyIdOf, surveySchema } from './survey.ts';

const table = 'tickets';

/** Partitions of the lists of an estate: by status in the order of work, or all in the order of change. */
export const surveyLists = {
  surveys: (estateId: string) => `ESTATE#${estateId}#SURVEYS`,
  visits: (estateId: string) => `ESTATE#${estateId}#RETURNVISITS`,
  visitsIn: (estateId: string, status: string) => `ESTATE#${estateId}#RETURNVISITS#${status}`,
};

export const surveys = entity<Survey, { surveyId: string }>({
  table,
  type: 'survey',
  schema: surveySchema,
  key: ({ surveyId }) => ({ pk: `SURVEY#${surveyId}`, sk: 'SURVEY' }),
  indexes: ({ surveyId, estateId, invitedAt, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', surveyLists.surveys(estateId), invitedAt, surveyId),
    ...indexKeys('updates', surveyLists.surveys(estateId), updatedAt, surveyId),
    ...dueKeys('survey', surveyId, nextDueAt, updatedAt),
  }),
});

export const followUps = entity<FollowUp, { followUpId: string }>({
  table,
  type: 'follow-up',
  schema: followUpSchema,
  key: ({ followUpId }) => ({ pk: `FOLLOWUP#${followUpId}`, sk: 'FOLLOWUP' }),
});

export const returnVisits = entity<ReturnVisit, { visitId: string }>({
  table,
  type: 'return-visit',
  schema: returnVisitSchema,
  key: ({ visitId }) => ({ pk: `RETURNVISIT#${visitId}`, sk: 'RETURNVISIT' }),
  indexes: ({ visitId, estateId, status, openedAt, nextAttemptAt, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', surveyLists.visitsIn(estateId, status), nextAttemptAt ?? openedAt, visitId),
    ...indexKeys('updates', surveyLists.visits(estateId), updatedAt, visitId),
    ...dueKeys('return-visit', visitId, nextDueAt, updatedAt),
  }),
});

const contactsSchema = z
  .object({
    personId: z.string(),
    estateId: z.string(),
    /** Instants of the latest invitations, oldest first. */
    invitations: z.array(z.string()),
    version: z.number().int(),
  })
  .meta({ id: 'SurveyContacts' });
export type Contacts = z.infer<typeof contactsSchema>;

/**
 * Latest invitations of a person. Concurrent closings conflict on its version, which enforces the cap (D37).
 */
export const contacts = entity<Contacts, { personId: string }>({
  table,
  type: 'survey-contacts',
  schema: contactsSchema,
  key: ({ personId }) => ({ pk: `CONTACT#${personId}`, sk: 'CONTACT' }),
});

/** Number of invitations stored; the highest contact cap of a policy. */
const rememberedInvitations = 20;

/** Returns the contacts of a person with one more invitation. */
export function withInvitation(known: Contacts | undefined, personId: string, estateId: string, at: string): Contacts {
  return {
    personId,
    estateId,
    invitations: [...(known?.invitations ?? []), at].slice(-rememberedInvitations),
    version: (known?.version ?? 0) + 1,
  };
}

const scores = ['1', '2', '3', '4', '5'] as const;
const recommendations = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;
const counter = z.number().int().default(0);

const tallySchema = z
  .object({ estateId: z.string(), month: z.string(), sent: counter, answered: counter })
  .catchall(z.union([z.string(), z.number()]))
  .meta({ id: 'SurveyTally' });
type Tally = z.infer<typeof tallySchema>;

/**
 * Counters of an estate's surveys by month of invitation, and of their answers. They change in the
 * transactions of the surveys, so that statistics need one read.
 */
const tallies = entity<Tally, { estateId: string; month: string }>({
  table,
  type: 'survey-tally',
  schema: tallySchema,
  key: ({ estateId, month }) => ({ pk: `TALLY#${estateId}#${month}`, sk: 'TALLY' }),
});

/** Adds 1 to counters of a month. */
function count(transaction: Transaction, of: Pick<Survey, 'estateId' | 'month'>, counters: readonly string[]): void {
  const { estateId, month } = of;
  transaction.update(
    tallies,
    { estateId, month },
    {
      text: `SET #estate = :estate, #month = :month, #type = :type ADD ${counters.map((_, i) => `#c${i} :one`).join(', ')}`,
      names: {
        '#estate': 'estateId',
        '#month': 'month',
        '#type': 'type',
        ...Object.fromEntries(counters.map((name, i) => [`#c${i}`, name])),
      },
      values: { ':estate': estateId, ':month': month, ':type': tallies.type, ':one': 1 },
    },
  );
}

/** Counts an invitation in the figures of its estate and month, in the transaction that saves the survey. */
export function countInvitation(transaction: Transaction, survey: Survey): void {
  count(transaction, survey, ['sent']);
}

/** Counts an answer in the month of its invitation, in the transaction of the answer. */
export function countAnswer(transaction: Transaction, survey: Survey, answer: Answer): void {
  count(transaction, survey, [
    'answered',
    ...(answer.satisfaction === undefined ? [] : [`satisfaction${answer.satisfaction}`]),
    ...(answer.recommend === undefined ? [] : [`recommend${answer.recommend}`]),
  ]);
}

/** Returns the counts of an estate and month (`YYYY-MM`); all zero when nothing was sent. */
export async function countsOf(estateId: string, month: string): Promise<ScoreCounts> {
  const tally: Tally | undefined = await get(tallies, { estateId, month });
  const of = (name: string) => Number(tally?.[name] ?? 0);
  return {
    sent: tally?.sent ?? 0,
    answered: tally?.answered ?? 0,
    satisfaction: scores.map((score) => of(`satisfaction${score}`)),
    recommend: recommendations.map((score) => of(`recommend${score}`)),
  };
}

/** Number of earlier closings that are checked for a rating. */
const closingsLookedAt = 50;

/** Returns true when the resident rated an earlier closing of the ticket, in a survey or a return visit. */
export async function ratedBefore(ticketId: string, reopenCount: number): Promise<boolean> {
  const closings = Array.from({ length: Math.min(reopenCount, closingsLookedAt) }, (_, i) => reopenCount - 1 - i);
  if (closings.length === 0) return false;
  const [asked, visited] = await Promise.all([
    getMany(
      surveys,
      closings.map((closing) => ({ surveyId: surveyIdOf(ticketId, closing) })),
    ),
    getMany(
      returnVisits,
      closings.map((closing) => ({ visitId: visitIdOf(ticketId, closing) })),
    ),
  ]);
  return (
    asked.some((survey) => survey.answer?.satisfaction !== undefined) ||
    visited.some((visit) => visit.attempts.some((attempt) => attempt.satisfaction !== undefined))
  );
}
