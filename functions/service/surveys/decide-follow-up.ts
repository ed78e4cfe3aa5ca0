import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { toInstant } from '../../../shared/kernel/time.ts';
import type { SurveyPolicy } from './survey.policy.ts';

/** Why nobody is asked. */
type WhyNot = 'praise' | 'policy-never' | 'already-rated' | 'not-sampled' | 'no-contact' | 'contact-cap';

/** How a closed ticket is followed up. */
export type FollowUpDecision =
  | { how: 'survey' }
  | { how: 'return-visit'; phone: string }
  | { how: 'none'; why: WhyNot };

/** What the decision rests on. */
export interface ClosedTicket {
  ticketId: string;
  ticketType: string;
  /** How often it was taken up again because it was not done. */
  reopenCount: number;
  /** An earlier closing of the same ticket has been rated by the household. */
  ratedBefore: boolean;
  email: string | undefined;
  phone: string | undefined;
  /** When the person was invited before (instants, any order). */
  invitations: readonly string[];
}

/**
 * Decides how a closed ticket is followed up (D14, D37): by the estate's policy, by what is known of the household, and
 * by how often it was asked already. Praise needs no survey.
 */
export function decideFollowUp(ticket: ClosedTicket, policy: SurveyPolicy, now: Temporal.Instant): FollowUpDecision {
  const why = leftOut(ticket, policy);
  if (why) return { how: 'none', why };
  if (ticket.email === undefined) {
    return ticket.phone === undefined
      ? { how: 'none', why: 'no-contact' }
      : { how: 'return-visit', phone: ticket.phone };
  }
  // Whoever said that it was not done is owed the question again: that is no survey that tires him.
  if (ticket.reopenCount > 0) return { how: 'survey' };
  const recent = invitationsWithin(ticket.invitations, policy.contactCap.days, now);
  return recent.length >= policy.contactCap.surveys ? { how: 'none', why: 'contact-cap' } : { how: 'survey' };
}

function leftOut(ticket: ClosedTicket, policy: SurveyPolicy): WhyNot | undefined {
  if (ticket.ticketType === 'praise') return 'praise';
  switch (policy.mode) {
    case 'never':
      return 'policy-never';
    case 'unless-rated':
      return ticket.ratedBefore ? 'already-rated' : undefined;
    case 'sample':
      return isSampled(ticket.ticketId, policy.samplePercent) ? undefined : 'not-sampled';
    case 'always':
      return undefined;
  }
}

/** The invitations of the last so many days (of 24 hours). */
function invitationsWithin(invitations: readonly string[], days: number, now: Temporal.Instant): string[] {
  const from = now.epochMilliseconds - days * 86_400_000;
  return invitations.filter((one) => toInstant(one).epochMilliseconds > from);
}

/** Whether a ticket is in the sample. It follows from its id alone: nobody picks, and a second look says the same. */
export function isSampled(ticketId: string, percent: number): boolean {
  const draw = createHash('sha256').update(`survey:${ticketId}`).digest().readUInt32BE(0) / 2 ** 32;
  return draw * 100 < percent;
}
