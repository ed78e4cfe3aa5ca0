import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { compareInstants, instantSchema, toInstant } from '../../../shared/kernel/time.ts';
import type { SurveyPolicy } from './survey.policy.ts';

/** 待回访, 已确认, 未修复, 未能核实, 已取消. */
export const returnVisitStatuses = ['open', 'confirmed', 'not-fixed', 'unverified', 'cancelled'] as const;
const attemptOutcomes = ['confirmed', 'not-fixed', 'no-answer'] as const;

const attemptSchema = z.object({
  /** Version of the visit that this attempt made. */
  version: z.number().int(),
  occurredAt: z.string(),
  recordedAt: z.string(),
  by: z.string(),
  byName: z.string().optional(),
  outcome: z.enum(attemptOutcomes),
  findings: z.string().optional(),
  satisfaction: z.number().int().optional(),
});

/** A call-back (回访) by the desk, where nobody can be asked by e-mail. */
export const returnVisitSchema = z.object({
  visitId: z.string(),
  estateId: z.string(),
  ticketId: z.string(),
  number: z.string(),
  title: z.string(),
  ticketType: z.string(),
  /** As the register called them when the visit was opened: its form must not change when they do. */
  estateName: z.string(),
  zone: z.string(),
  language: languageSchema,
  unitLabel: z.string().optional(),
  handlerName: z.string().optional(),
  household: z.object({ personId: z.string().optional(), name: z.string().optional(), phone: z.string() }),
  /** The repairer, who does not ask about his own work (D14). */
  notBy: z.string().optional(),
  status: z.enum(returnVisitStatuses),
  attempts: z.array(attemptSchema),
  /** Calls without an answer until the household counts as unreachable, and the hours between two of them. */
  attemptsUntilUnreachable: z.number().int(),
  hoursBetween: z.number().int(),
  lowScore: z.number().int(),
  openedAt: z.string(),
  /** When the next call is to be made. */
  nextAttemptAt: z.string().optional(),
  /** When it is given up, so that no ticket waits for ever. */
  closesAt: z.string(),
  endedAt: z.string().optional(),
  nextDueAt: z.string().optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type ReturnVisit = z.infer<typeof returnVisitSchema>;

/** One call or visit, as the desk enters it. */
export const attemptDetailsSchema = z
  .strictObject({
    outcome: z.enum(attemptOutcomes),
    findings: z.string().min(1).max(2_000).optional(),
    satisfaction: z.number().int().min(1).max(5).optional(),
    occurredAt: instantSchema.optional(),
  })
  .refine((attempt) => attempt.outcome !== 'not-fixed' || attempt.findings !== undefined, {
    message: 'say what is not fixed',
    path: ['findings'],
  })
  .refine((attempt) => attempt.outcome !== 'no-answer' || attempt.satisfaction === undefined, {
    message: 'nobody was reached who could give a score',
    path: ['satisfaction'],
  });
export type AttemptDetails = z.output<typeof attemptDetailsSchema>;

const notByTheRepairer = problemKind('not-by-the-repairer', 403, {
  'zh-CN': '回访不能由处理人本人进行，请交由其他同事回访。',
  'zh-TW': '回訪不能由處理人本人進行，請交由其他同事回訪。',
  en: 'Whoever did the work may not make the return visit: leave it to a colleague.',
});
const calledTooSoon = problemKind('called-too-soon', 409, {
  'zh-CN': '距上次未接通不足规定间隔，请在 {nextAttemptAt} 之后再次回访。',
  'zh-TW': '距上次未接通不足規定間隔，請在 {nextAttemptAt} 之後再次回訪。',
  en: 'The household was tried a short while ago: this counts as another attempt from {nextAttemptAt} on.',
});

/** Id of the return visit of one closing of a ticket. */
export function visitIdOf(ticketId: string, reopenCount: number): string {
  return derivedId('rvt', ticketId, reopenCount);
}

/** What is known of the household and the ticket when the visit is opened. */
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

/** A new return visit; the first call may be made at once. It stays open for the window, and long enough for every attempt. */
export function openReturnVisit(
  visited: Visited,
  policy: SurveyPolicy,
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
 * The visit after an attempt (D14): confirmed and not fixed end it, the last of the agreed number of calls without an
 * answer leaves it unverified. Calls without an answer count only so many hours apart; a household that is reached may
 * always answer.
 * @param occurredAt when it was made (instant, not before the attempt before).
 * @throws Problem illegal-state, not-by-the-repairer, called-too-soon.
 */
export function attempted(
  visit: ReturnVisit,
  details: AttemptDetails,
  by: { id: string; name?: string | undefined },
  occurredAt: string,
  now: Temporal.Instant,
): ReturnVisit {
  if (by.id === visit.notBy) throw new Problem(notByTheRepairer);
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

/** The visit when it is over. */
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

/** The score that calls for a recovery task, if the household gave one (R14.2). A ticket taken up again needs none. */
export function dissatisfied(visit: ReturnVisit): number | undefined {
  const score = visit.attempts.at(-1)?.satisfaction;
  return visit.status === 'confirmed' && score !== undefined && score <= visit.lowScore ? score : undefined;
}
