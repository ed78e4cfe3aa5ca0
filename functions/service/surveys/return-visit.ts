import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { compareInstants, instantSchema, toInstant } from '../../../shared/kernel/time.ts';
import type { SurveysPolicy } from './surveys.policy.ts';

/** States of a return visit: 待回访, 已确认, 未修复, 未能核实, 已取消. */
export const returnVisitStatuses = ['open', 'confirmed', 'not-fixed', 'unverified', 'cancelled'] as const;
const attemptOutcomes = ['confirmed', 'not-fixed', 'no-answer'] as const;

const attemptSchema = z
  .object({
    /** Version of the visit after this attempt. */
    version: z.number().int(),
    occurredAt: z.string(),
    recordedAt: z.string(),
    by: z.string(),
    byName: z.string().optional(),
    outcome: z.enum(attemptOutcomes),
    findings: z.string().optional(),
    satisfaction: z.number().int().optional(),
  })
  .meta({ id: 'Attempt' });

/** A call (回访) by the front desk to a resident without an e-mail address. */
export const returnVisitSchema = z
  .object({
    visitId: z.string(),
    estateId: z.string(),
    ticketId: z.string(),
    number: z.string(),
    title: z.string(),
    /** Type of the ticket. */
    ticketType: z.string(),
    /** Names at the time of opening, because the printed record must not change later. */
    estateName: z.string(),
    zone: z.string(),
    language: languageSchema,
    unitLabel: z.string().optional(),
    handlerName: z.string().optional(),
    /** Whom to call. */
    household: z.object({ personId: z.string().optional(), name: z.string().optional(), phone: z.string() }),
    /** The technician who did the work and must not make the call (D14). */
    notBy: z.string().optional(),
    status: z.enum(returnVisitStatuses),
    /** The calls so far. */
    attempts: z.array(attemptSchema),
    /** Unanswered calls until the resident counts as unreachable. */
    attemptsUntilUnreachable: z.number().int(),
    /** Least hours between two unanswered calls. */
    hoursBetween: z.number().int(),
    /** Highest satisfaction that counts as low. */
    lowScore: z.number().int(),
    openedAt: z.string(),
    /** Time of the next call. */
    nextAttemptAt: z.string().optional(),
    /** Time at which an open visit ends as unverified. */
    closesAt: z.string(),
    endedAt: z.string().optional(),
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'ReturnVisit' });
export type ReturnVisit = z.infer<typeof returnVisitSchema>;

/** An attempt, entered by the front desk. */
export const attemptDetailsSchema = z
  .strictObject({
    outcome: z.enum(attemptOutcomes),
    findings: z.string().min(1).max(2_000).optional(),
    satisfaction: z.number().int().min(1).max(5).optional(),
    occurredAt: instantSchema.optional(),
  })
  .refine((attempt) => attempt.outcome !== 'not-fixed' || attempt.findings !== undefined, {
    message: 'findings must say what is not fixed',
    path: ['findings'],
  })
  .refine((attempt) => attempt.outcome !== 'no-answer' || attempt.satisfaction === undefined, {
    message: 'an unanswered call has no score',
    path: ['satisfaction'],
  })
  .meta({ id: 'AttemptReturnVisitBody' });
export type AttemptDetails = z.output<typeof attemptDetailsSchema>;

const notByTheRepairer = problemKind('not-by-the-repairer', 403, {
  'zh-CN': '回访不能由经手此单的人（处理、答复或办结）或反映人本人进行，请交由其他同事回访。',
  'zh-TW': '回訪不能由經手此單的人（處理、答覆或辦結）或反映人本人進行，請交由其他同事回訪。',
  en: 'Nobody who worked on, replied to, resolved or closed this ticket, or reported it, can make the return visit. Leave it to a colleague.',
});
const calledTooSoon = problemKind('called-too-soon', 409, {
  'zh-CN': '距上次未接通的时间不足规定间隔，请在 {nextAttemptAt} 之后再次回访。',
  'zh-TW': '距上次未接通的時間不足規定間隔，請在 {nextAttemptAt} 之後再次回訪。',
  en: 'The last unanswered call was too recent to count another one. Call again after {nextAttemptAt}.',
});

/** Returns the id of the return visit of one closing of a ticket. */
export function visitIdOf(ticketId: string, reopenCount: number): string {
  return derivedId('rvt', ticketId, reopenCount);
}

/** Data of the resident and the ticket when the visit is opened. */
export type Visited = Pick<
  ReturnVisit,
  | 'visitId'
  | 'estateId'
  | 'ticketId'
  | 'number'
  | 'title'
  | 'ticketType'
  | 'estateName'
  | 'zone'
  | 'language'
  | 'unitLabel'
  | 'handlerName'
  | 'household'
  | 'notBy'
>;

/** Returns a new return visit. It stays open for the window of days, or longer when the attempts need it. */
export function openReturnVisit(
  visited: Visited,
  policy: SurveysPolicy,
  openedAt: string,
  now: Temporal.Instant,
): ReturnVisit {
  const hours = Math.max(policy.windowDays * 24, policy.callBackAttempts * policy.callBackEveryHours + 24);
  const closesAt = now.add({ hours }).toString();
  return {
    ...visited,
    status: 'open',
    attempts: [],
    attemptsUntilUnreachable: policy.callBackAttempts,
    hoursBetween: policy.callBackEveryHours,
    lowScore: policy.lowScore,
    openedAt,
    nextAttemptAt: openedAt,
    closesAt,
    nextDueAt: closesAt,
    updatedAt: now.toString(),
    version: 1,
  };
}

/**
 * Rejects who may not make the call: the staff who worked on the ticket, and its requester (D14).
 * @throws Problem not-by-the-repairer.
 */
function mustBeAnother({ notBy, household }: ReturnVisit, workers: readonly string[], id: string): void {
  if (id === notBy || id === household.personId || workers.includes(id)) throw new Problem(notByTheRepairer);
}

/**
 * Returns the visit after an attempt (D14). Confirmed or not fixed ends it; the last unanswered call ends it
 * as unverified. Unanswered calls must be `hoursBetween` hours apart; an answered call may be at any time.
 * @param by who calls, and the `workers` who may not.
 * @param occurredAt instant of the attempt, not before the previous attempt.
 * @throws Problem illegal-state, not-by-the-repairer, called-too-soon.
 */
export function attempted(
  visit: ReturnVisit,
  details: AttemptDetails,
  by: { id: string; name?: string | undefined; workers: readonly string[] },
  occurredAt: string,
  now: Temporal.Instant,
): ReturnVisit {
  mustBeAnother(visit, by.workers, by.id);
  if (visit.status !== 'open') throw illegalState(visit.status, ['open']);
  const { outcome, findings, satisfaction } = details;
  const { nextAttemptAt } = visit;
  if (outcome === 'no-answer' && nextAttemptAt !== undefined && compareInstants(occurredAt, nextAttemptAt) < 0) {
    throw new Problem(calledTooSoon, { nextAttemptAt }, { more: { nextAttemptAt } });
  }
  const attempt = {
    version: visit.version + 1,
    occurredAt,
    recordedAt: now.toString(),
    by: by.id,
    byName: by.name,
    outcome,
    findings,
    satisfaction,
  };
  const after = { ...visit, attempts: [...visit.attempts, attempt] };
  if (outcome !== 'no-answer') return ended(after, outcome, occurredAt, now);
  const unanswered = after.attempts.filter((one) => one.outcome === 'no-answer').length;
  if (unanswered >= visit.attemptsUntilUnreachable) return ended(after, 'unverified', occurredAt, now);
  const next = toInstant(occurredAt).add({ hours: visit.hoursBetween }).toString();
  return { ...after, nextAttemptAt: next, updatedAt: now.toString(), version: visit.version + 1 };
}

/** Returns the visit with its final state. */
export function ended(
  visit: ReturnVisit,
  status: Exclude<ReturnVisit['status'], 'open'>,
  endedAt: string,
  now: Temporal.Instant,
): ReturnVisit {
  return {
    ...visit,
    status,
    endedAt,
    nextAttemptAt: undefined,
    nextDueAt: undefined,
    updatedAt: now.toString(),
    version: visit.version + 1,
  };
}

/**
 * Returns the satisfaction if it is low enough for a recovery task (R14.2), else undefined. A reopened ticket
 * needs no task.
 */
export function dissatisfied(visit: ReturnVisit): number | undefined {
  const score = visit.attempts.at(-1)?.satisfaction;
  return visit.status === 'confirmed' && score !== undefined && score <= visit.lowScore ? score : undefined;
}
