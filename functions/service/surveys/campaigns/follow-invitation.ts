import type { EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { get } from '../../../../shared/store/table.ts';
import { campaigns, count, invitations } from './campaigns.store.ts';
import { sent, undelivered } from './invitation.ts';

/** The letter that invites a household. */
export const invitationLetter = 'campaign-invitation';

/** Records when an invitation was sent: from then on its household has its days to answer. */
export async function followSending(event: EventOf<'NoticeSent'>, { consumer, now }: Handling): Promise<void> {
  const transaction = new Transaction().once('tickets', consumer, event);
  const invitation = await get(invitations, { invitationId: event.data.aboutId ?? '' });
  const campaign = invitation && (await get(campaigns, invitation));
  if (invitation && campaign && invitation.sentAt === undefined) {
    const after = sent(invitation, campaign, event.recordedAt, now);
    count(transaction.save(invitations, after, invitation), invitation, ['sent']);
  }
  await transaction.commit();
}

/** Records that an invitation did not arrive. Its household counts in no response rate. */
export async function followFailure(
  event: EventOf<'NoticeFailed'> | EventOf<'NoticeBounced'>,
  { consumer, now }: Handling,
): Promise<void> {
  const transaction = new Transaction().once('tickets', consumer, event);
  const invitation = await get(invitations, { invitationId: event.data.aboutId ?? '' });
  if (invitation && invitation.undelivered === undefined) {
    const after = undelivered(invitation, event.data.why, now);
    count(transaction.save(invitations, after, invitation), invitation, ['undelivered']);
  }
  await transaction.commit();
}
