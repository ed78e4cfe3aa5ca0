import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { assertAnotherPerson } from '../../../../shared/http/second-person.ts';
import { mustNotAdvertise } from '../../../register/owners/public.ts';
import {
  approved,
  assertNoAdvertising,
  type Campaign,
  type campaignDetailsSchema,
  draft,
  ended,
  opened,
} from './campaign.ts';
import { campaigns, progresses } from './campaigns.store.ts';
import { started } from './progress.ts';

/** The change of a campaign, with its writes. */
interface Changed {
  readonly after: Campaign;
  readonly transaction: Transaction;
}

/**
 * Drafts a campaign. Nobody is invited before another person approves it.
 * @throws Problem advertising-in-service, for a text with an offer (R15.5).
 */
export function createCampaign(
  of: { campaignId: string; estateId: string },
  details: z.output<typeof campaignDetailsSchema>,
  act: ActionContext,
): Changed {
  const { title, purpose, questions } = details;
  const texts = [title, purpose, ...questions.flatMap(({ text, choices = [] }) => [text, ...choices])];
  mustNotAdvertise(...texts.flatMap((text) => Object.values(text)));
  const after = draft({ ...of, by: act.actor.id, at: act.recordedAt }, details);
  const { campaignId } = after;
  const transaction = new Transaction()
    .save(campaigns, after)
    .record(campaigns, after, 'CampaignDrafted', { campaignId }, act);
  return { after, transaction };
}

/** Adds the first slice of an open campaign. */
function beginSlices(transaction: Transaction, campaign: Campaign, act: ActionContext): Transaction {
  const progress = started(campaign, act.recordedAt);
  const { campaignId } = campaign;
  return transaction
    .record(campaigns, campaign, 'CampaignOpened', { campaignId }, act)
    .save(progresses, progress)
    .record(progresses, progress, 'CampaignSlicesBegun', { campaignId }, act);
}

/**
 * Approves a draft of another person, and opens it unless its time is still to come. One person alone could
 * otherwise write to every household in the company's name.
 * @throws Problem illegal-state, another-person-needed, campaign-advertises.
 */
export function approveCampaign(
  before: Campaign,
  { advertises }: { advertises: boolean },
  act: ActionContext,
): Changed {
  const seed = randomBytes(8).toString('hex');
  const after = approved(before, { by: act.actor.id, at: act.recordedAt, seed });
  assertAnotherPerson({ by: before.draftedBy }, act.actor.id);
  assertNoAdvertising(advertises);
  const { campaignId } = after;
  const transaction = new Transaction()
    .save(campaigns, after, before)
    .record(campaigns, after, 'CampaignApproved', { campaignId }, act);
  return { after, transaction: after.state === 'open' ? beginSlices(transaction, after, act) : transaction };
}

/** Opens an approved campaign whose time has come. */
export function openCampaign(before: Campaign, act: ActionContext): Transaction {
  const after = opened(before, act.recordedAt);
  return beginSlices(new Transaction().save(campaigns, after, before), after, act);
}

/** Ends a campaign, or withdraws one that never opened. @throws Problem illegal-state. */
export function endCampaign(before: Campaign, { reason }: { reason?: string }, act: ActionContext): Changed {
  const after = ended(before, { by: act.actor.id, at: act.recordedAt, ...(reason !== undefined && { reason }) });
  const name = after.state === 'withdrawn' ? 'CampaignWithdrawn' : 'CampaignEnded';
  const { campaignId } = after;
  const transaction = new Transaction()
    .save(campaigns, after, before)
    .record(campaigns, after, name, { campaignId }, { ...act, reason });
  return { after, transaction };
}
