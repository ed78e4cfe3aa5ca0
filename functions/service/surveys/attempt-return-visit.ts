import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { openRecoveryTask } from './recovery-task.ts';
import { type AttemptDetails, attempted, dissatisfied, type ReturnVisit } from './return-visit.ts';
import { returnVisits } from './surveys.store.ts';

/**
 * Records an attempt to reach the resident and its outcome: confirmed, not fixed, or no answer. `workers` are
 * the staff who worked on the ticket and may not make it.
 * @throws Problem illegal-state, not-by-the-repairer, called-too-soon, out-of-order, in-the-future.
 */
export function attemptReturnVisit(
  visit: ReturnVisit,
  details: AttemptDetails,
  workers: readonly string[],
  act: ActionContext,
  now: Temporal.Instant,
): { after: ReturnVisit; transaction: Transaction } {
  const occurredAt = occurrence(act, visit.attempts.at(-1)?.occurredAt ?? visit.openedAt);
  const after = attempted(visit, details, { ...act.actor, workers }, occurredAt, now);
  const { visitId, ticketId } = visit;
  const placed = { ...act, occurredAt };
  const data = { visitId, ticketId, attempt: after.attempts.length, reached: details.outcome !== 'no-answer' };
  const transaction = new Transaction()
    .save(returnVisits, after, visit)
    .record(returnVisits, after, 'ReturnVisitAttempted', data, placed);
  return { after, transaction: withOutcome(transaction, after, placed, now) };
}

function withOutcome(
  transaction: Transaction,
  visit: ReturnVisit,
  act: ActionContext,
  now: Temporal.Instant,
): Transaction {
  const { visitId, ticketId } = visit;
  switch (visit.status) {
    case 'confirmed':
      transaction.record(returnVisits, visit, 'ReturnVisitConfirmed', { visitId, ticketId }, act);
      return recover(transaction, visit, act, now);
    case 'not-fixed': {
      const findings = visit.attempts.at(-1)?.findings ?? '';
      return transaction.record(returnVisits, visit, 'ReturnVisitNotFixed', { visitId, ticketId, findings }, act);
    }
    case 'unverified':
      return transaction.record(returnVisits, visit, 'ReturnVisitUnverified', { visitId, ticketId }, act);
    case 'open':
    case 'cancelled':
      return transaction;
  }
}

function recover(transaction: Transaction, visit: ReturnVisit, act: ActionContext, now: Temporal.Instant): Transaction {
  const satisfaction = dissatisfied(visit);
  if (satisfaction === undefined) return transaction;
  const { estateId, ticketId, visitId, number, title, household, notBy: handlerId } = visit;
  const { personId } = household;
  const comment = visit.attempts.at(-1)?.findings;
  const about = { estateId, ticketId, visitId, number, title, personId, handlerId, satisfaction, comment };
  return openRecoveryTask(transaction, about, act, now);
}
