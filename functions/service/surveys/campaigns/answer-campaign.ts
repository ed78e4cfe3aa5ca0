import { randomUUID } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { type Answers, type Ballot, countersOf } from './ballot.ts';
import { ballots, count, invitations } from './campaigns.store.ts';
import { answered, type Invitation } from './invitation.ts';

/**
 * Returns the writes of the answers of a household: the invitation counts as answered, and the answers lie
 * apart from it under a random id. The invitation's version prevents a second answer.
 */
export function answersTo(
  invitation: Invitation,
  answers: Answers,
  act: ActionContext,
  now: Temporal.Instant,
): Transaction {
  const { invitationId, campaignId, estateId, personId } = invitation;
  const after = answered(invitation, now);
  const ballot: Ballot = { ballotId: `cbl_${randomUUID()}`, campaignId, estateId, answers, version: 1 };
  const transaction = new Transaction()
    .save(invitations, after, invitation)
    .record(invitations, after, 'HouseholdAnswered', { invitationId, campaignId, personId }, act)
    .save(ballots, ballot);
  count(transaction, invitation, ['answered', ...countersOf(answers)]);
  return transaction;
}
