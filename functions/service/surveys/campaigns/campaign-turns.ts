import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { dueTurn } from './campaign.ts';
import { campaigns, invitations } from './campaigns.store.ts';
import { reminded, takesAnswer } from './invitation.ts';
import { endCampaign, openCampaign } from './run-campaign.ts';

/** Returns the writes of a due campaign, which opens or ends; undefined when nothing is due. */
export async function campaignDue(
  campaignId: string,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Transaction | undefined> {
  const campaign = await get(campaigns, { campaignId });
  switch (campaign && dueTurn(campaign, now)) {
    case 'open':
      return campaign && openCampaign(campaign, act);
    case 'end':
      return campaign && endCampaign(campaign, {}, act).transaction;
    case undefined:
      return undefined;
  }
}

/** Returns the writes of a due reminder of a household; undefined when nothing is due. */
export async function reminderDue(
  invitationId: string,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Transaction | undefined> {
  const invitation = await get(invitations, { invitationId });
  const { nextDueAt, expiresAt, campaignId, personId } = invitation ?? {};
  if (!invitation || nextDueAt === undefined || expiresAt === undefined) return undefined;
  if (toInstant(nextDueAt).epochMilliseconds > now.epochMilliseconds) return undefined;
  const campaign = await get(campaigns, invitation);
  const isOpen = campaign !== undefined && takesAnswer(invitation, campaign, now);
  const after = reminded(invitation, isOpen, now);
  const transaction = new Transaction().save(invitations, after, invitation);
  if (!isOpen || campaignId === undefined || personId === undefined) return transaction;
  return transaction.record(
    invitations,
    after,
    'HouseholdReminded',
    { invitationId, campaignId, personId, expiresAt },
    act,
  );
}
