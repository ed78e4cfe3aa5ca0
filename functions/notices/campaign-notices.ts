import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { requireEstate } from '../register/owners/public.ts';
import { campaignOf } from '../service/surveys/public.ts';
import { surveyLink } from './notice-links.ts';
import { notify } from './notify.ts';
import { campaignInvitation, campaignReminder } from './templates/campaign.letters.ts';
import { personAsReader, type Reader } from './write-notice.ts';

/**
 * Invites a household to a survey, or reminds it once (R14.4). It is a service notice, within the budget of
 * reminders and outside of quiet hours. Nothing is written when the survey has ended meanwhile.
 */
export async function notifyHousehold(
  event: EventOf<'HouseholdInvited'> | EventOf<'HouseholdReminded'>,
  handling: Handling,
): Promise<void> {
  const { invitationId, campaignId, personId } = event.data;
  const [estate, campaign] = await Promise.all([requireEstate(event.estateId), campaignOf(campaignId)]);
  if (!campaign) throw new Error(`an event names an unknown campaign: ${campaignId}`);
  const reader = campaign.state === 'open' ? await personAsReader(personId) : undefined;
  const url = surveyLink(invitationId, handling.now);
  const { title, purpose, questions, answerDays } = campaign;
  const told = { title, purpose, questions: questions.length, estate: estate.name, url };
  const letter = ({ language }: Reader) =>
    event.name === 'HouseholdInvited'
      ? campaignInvitation({ ...told, answerDays }, language)
      : campaignReminder({ ...told, expiresAt: event.data.expiresAt, zone: estate.calendar.zone }, language);
  const template = event.name === 'HouseholdInvited' ? 'campaign-invitation' : 'campaign-reminder';
  const uselessFrom = event.name === 'HouseholdInvited' ? campaign.lastSendAt : event.data.expiresAt;
  const about = { aboutId: invitationId, campaignId, uselessFrom };
  await notify(event, handling, estate, [{ ...about, template, reader, letter, reminder: true }]);
}
