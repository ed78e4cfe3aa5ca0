import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../../shared/kernel/language.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import type { Campaign } from './campaign.ts';

/** An invitation of a household to a campaign. Its answers are kept apart from it, without a name. */
export const invitationSchema = z
  .object({
    invitationId: z.string(),
    campaignId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    personId: z.string(),
    language: languageSchema,
    status: z.enum(['invited', 'answered']),
    /** When the invitation was written. The time to answer runs from its sending. */
    invitedAt: z.string(),
    sentAt: z.string().optional(),
    /** From then on no answer is taken; absent until the invitation was sent. */
    expiresAt: z.string().optional(),
    remindedAt: z.string().optional(),
    /** Why the invitation did not arrive, in a word. */
    undelivered: z.string().optional(),
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CampaignInvitationRecord' });
export type Invitation = z.infer<typeof invitationSchema>;

const prefix = 'cin';

/** Returns the id of the invitation of a person to a campaign: each person has at most one. */
export function invitationIdOf(campaignId: string, personId: string): string {
  return derivedId(prefix, campaignId, personId);
}

/** Returns true for the id of an invitation to a campaign. */
export function isInvitationId(id: string): boolean {
  return id.startsWith(`${prefix}_`);
}

function changed(invitation: Invitation, changes: Partial<Invitation>, now: Temporal.Instant): Invitation {
  return { ...invitation, ...changes, updatedAt: now.toString(), version: invitation.version + 1 };
}

/**
 * Returns the invitation after its sending at `sentAt`: from then on the time to answer runs. A notice that
 * was held overnight takes nothing from it.
 */
export function sent(
  invitation: Invitation,
  { answerDays, remindAfterDays }: Pick<Campaign, 'answerDays' | 'remindAfterDays'>,
  sentAt: string,
  now: Temporal.Instant,
): Invitation {
  const after = (days: number) =>
    toInstant(sentAt)
      .add({ hours: days * 24 })
      .toString();
  const reminds = remindAfterDays !== undefined && invitation.status === 'invited';
  const nextDueAt = reminds ? after(remindAfterDays) : undefined;
  return changed(invitation, { sentAt, expiresAt: after(answerDays), nextDueAt }, now);
}

/** Returns the invitation that did not arrive. It needs no reminder. */
export function undelivered(invitation: Invitation, why: string, now: Temporal.Instant): Invitation {
  return changed(invitation, { undelivered: why, nextDueAt: undefined }, now);
}

/** Returns the answered invitation. */
export function answered(invitation: Invitation, now: Temporal.Instant): Invitation {
  return changed(invitation, { status: 'answered', nextDueAt: undefined }, now);
}

/** Returns the invitation after its one reminder, or after a reminder that is no longer of use. */
export function reminded(invitation: Invitation, isSent: boolean, now: Temporal.Instant): Invitation {
  return changed(invitation, { ...(isSent && { remindedAt: now.toString() }), nextDueAt: undefined }, now);
}

/**
 * Returns true when a household can answer now. Whoever has the link before the sending was recorded can.
 */
export function takesAnswer(
  { status, expiresAt }: Pick<Invitation, 'status' | 'expiresAt'>,
  { state }: Pick<Campaign, 'state'>,
  now: Temporal.Instant,
): boolean {
  if (state !== 'open' || status !== 'invited') return false;
  return expiresAt === undefined || Temporal.Instant.compare(now, toInstant(expiresAt)) < 0;
}
