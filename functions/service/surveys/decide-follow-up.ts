import type { Temporal } from 'temporal-polyfill';
import { toInstant } from '../../../shared/kernel/time.ts';
import { drawOf } from './draw.ts';
import type { SurveysPolicy } from './surveys.policy.ts';

/** Reasons for no follow-up. */
type WhyNot = 'praise' | 'own-work' | 'policy-never' | 'already-rated' | 'not-sampled' | 'no-contact' | 'contact-cap';

/** The follow-up of a closed ticket. */
export type FollowUpDecision =
  | { method: 'survey' }
  | { method: 'return-visit'; phone: string }
  | { method: 'none'; why: WhyNot };

/** Input of the decision. */
export interface ClosedTicket {
  ticketId: string;
  ticketType: string;
  /** Number of times that the ticket was reopened. */
  reopenCount: number;
  /** True when the requester worked on the ticket: they are not asked about their own work (D14). */
  ownWork: boolean;
  /** True when the resident rated an earlier closing of the ticket. */
  ratedBefore: boolean;
  email: string | undefined;
  phone: string | undefined;
  /** Instants of the person's earlier invitations, in any order. */
  invitations: readonly string[];
}

/**
 * Decides the follow-up of a closed ticket by the policy, the person's contact data and their earlier
 * invitations (D14, D37). Praise gets none.
 */
export function decideFollowUp(ticket: ClosedTicket, policy: SurveysPolicy, now: Temporal.Instant): FollowUpDecision {
  const why = leftOut(ticket, policy);
  if (why) return { method: 'none', why };
  if (ticket.email === undefined) {
    return ticket.phone === undefined
      ? { method: 'none', why: 'no-contact' }
      : { method: 'return-visit', phone: ticket.phone };
  }
  // The contact cap does not apply to a reopened ticket: the resident must be asked again.
  if (ticket.reopenCount > 0) return { method: 'survey' };
  return isTired(ticket.invitations, policy, now) ? { method: 'none', why: 'contact-cap' } : { method: 'survey' };
}

function leftOut(ticket: ClosedTicket, policy: SurveysPolicy): WhyNot | undefined {
  if (ticket.ticketType === 'praise') return 'praise';
  if (ticket.ownWork) return 'own-work';
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

/**
 * Returns true when a person had as many surveys as the cap allows in its last days (of 24 hours each).
 * Surveys about tickets and campaigns count together.
 */
export function isTired(
  invitations: readonly string[],
  { contactCap }: Pick<SurveysPolicy, 'contactCap'>,
  now: Temporal.Instant,
): boolean {
  const from = now.epochMilliseconds - contactCap.days * 86_400_000;
  return invitations.filter((one) => toInstant(one).epochMilliseconds > from).length >= contactCap.surveys;
}

/** Returns true when a ticket is in the sample. Depends only on its id, so the result is repeatable. */
export function isSampled(ticketId: string, percent: number): boolean {
  return drawOf(`survey:${ticketId}`) * 100 < percent;
}
