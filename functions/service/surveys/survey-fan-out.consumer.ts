import type { EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling, stepOf } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { get } from '../../../shared/store/table.ts';
import { type Estate, type Person, personOf, requireEstate, staffOf, unitOf } from '../../register/owners/public.ts';
import { isOwnWork, type Ticket, ticketOf } from '../tickets/public.ts';
import { followFailure, followSending, invitationLetter } from './campaigns/follow-invitation.ts';
import { inviteSlice } from './campaigns/invite-homes.ts';
import { decideFollowUp } from './decide-follow-up.ts';
import { type FollowUp, followUpIdOf } from './follow-up.ts';
import { ended, openReturnVisit, visitIdOf } from './return-visit.ts';
import { expired, invite, sent, surveyIdOf } from './survey.ts';
import { type SurveysPolicy, surveysPolicy } from './surveys.policy.ts';
import {
  contacts,
  countInvitation,
  followUps,
  ratedBefore,
  returnVisits,
  surveys,
  withInvitation,
} from './surveys.store.ts';

type Closed = EventOf<'TicketClosed'>;

/** The letter that invites to a survey about a ticket. */
const ticketLetter = 'survey-invitation';

/**
 * Opens a survey or return visit for a closed ticket, or records why there is none (D14, D37). Invites the
 * households of a campaign (R14.4), and follows what became of the invitations.
 */
export const surveyFanOut = consumer({
  name: 'survey-fan-out',
  when: {
    NoticeSent: { template: [ticketLetter, invitationLetter] },
    NoticeBounced: { template: [invitationLetter] },
    NoticeFailed: { template: [invitationLetter] },
  },
  on: {
    TicketClosed: followUp,
    TicketReopened: takeBack,
    CampaignSlicesBegun: inviteSlice,
    CampaignSlicesContinued: inviteSlice,
    NoticeSent: (event, handling) =>
      event.data.template === ticketLetter ? beginWindow(event, handling) : followSending(event, handling),
    NoticeBounced: followFailure,
    NoticeFailed: followFailure,
  },
});

/** Begins the window of a survey about a ticket when its invitation was sent. */
async function beginWindow(event: EventOf<'NoticeSent'>, { consumer: name, now }: Handling): Promise<void> {
  const transaction = new Transaction().once('tickets', name, event);
  const ticket = event.data.aboutId === undefined ? undefined : await ticketOf(event.data.aboutId);
  // A reopened ticket has withdrawn its survey. The next closing has another one.
  const survey = ticket && (await get(surveys, { surveyId: surveyIdOf(ticket.ticketId, ticket.reopenCount) }));
  const after = survey && sent(survey, event.recordedAt, now);
  if (after) transaction.save(surveys, after, survey);
  await transaction.commit();
}

function decided(event: Closed, now: string): Omit<FollowUp, 'method' | 'why'> {
  const { ticketId, reopenCount } = event.data;
  return {
    followUpId: followUpIdOf(ticketId, reopenCount),
    estateId: event.estateId,
    ticketId,
    reopenCount,
    decidedAt: now,
    version: 1,
  };
}

async function followUp(event: Closed, handled: Handling): Promise<void> {
  const handling = { ...handled, act: stepOf(handled, event.data.replays) };
  const { data, estateId } = event;
  const { ticketId, reopenCount } = data;
  const transaction = new Transaction().once('tickets', handling.consumer, event);
  // Already decided, or the reopening arrived before this closing.
  const known = await get(followUps, { followUpId: followUpIdOf(ticketId, reopenCount) });
  if (known) return transaction.commit();

  const { personId } = data.requester;
  const [ticket, estate, policy, person, contacted, rated] = await Promise.all([
    ticketOf(ticketId),
    requireEstate(estateId),
    surveysPolicy.of(estateId),
    personId === undefined ? undefined : personOf(personId),
    personId === undefined ? undefined : get(contacts, { personId }),
    ratedBefore(ticketId, reopenCount),
  ]);
  const caller = (person?.phone ?? person?.email) ? undefined : ticket?.requester;
  const decision = decideFollowUp(
    {
      ticketId,
      ticketType: data.ticketType,
      reopenCount,
      ownWork: ticket !== undefined && isOwnWork(ticket),
      ratedBefore: rated,
      email: person?.email,
      phone: person?.phone ?? caller?.phone,
      invitations: contacted?.invitations ?? [],
    },
    policy,
    handling.now,
  );

  switch (decision.method) {
    case 'none':
      skip(transaction, event, decision.why, handling);
      break;
    case 'return-visit':
      await callBack(transaction, event, { estate, policy, person, caller, phone: decision.phone }, handling);
      break;
    case 'survey':
      if (!person) throw new Error(`no person to invite for ticket ${ticketId}`);
      transaction.save(
        contacts,
        withInvitation(contacted, person.personId, estateId, handling.now.toString()),
        contacted,
      );
      inviteTo(transaction, event, { estate, policy, person }, handling);
      break;
  }
  await transaction.commit();
}

function skip(transaction: Transaction, event: Closed, why: string, { act, now }: Handling): void {
  const { ticketId, reopenCount } = event.data;
  const after: FollowUp = { ...decided(event, now.toString()), method: 'none', why };
  const surveyId = surveyIdOf(ticketId, reopenCount);
  transaction.save(followUps, after).record(followUps, after, 'SurveySkipped', { surveyId, ticketId, why }, act);
}

function inviteTo(
  transaction: Transaction,
  event: Closed,
  { estate, policy, person }: { estate: Estate; policy: SurveysPolicy; person: Person },
  { act, now }: Handling,
): void {
  const { ticketId, reopenCount, number, title, ticketType, handlerId } = event.data;
  const surveyId = surveyIdOf(ticketId, reopenCount);
  const { estateId } = event;
  const { personId, language } = person;
  const asked = { surveyId, estateId, ticketId, number, title, ticketType, handlerId, personId, language };
  const survey = invite(asked, policy, estate.calendar.zone, now);
  const { expiresAt } = survey;
  const { windowDays } = policy;
  const data = { surveyId, ticketId, number, personId, expiresAt, title, windowDays };
  transaction
    .save(followUps, { ...decided(event, now.toString()), method: 'survey' })
    .save(surveys, survey)
    .record(surveys, survey, 'SurveyInvited', data, act);
  countInvitation(transaction, survey);
}

async function callBack(
  transaction: Transaction,
  event: Closed,
  about: {
    estate: Estate;
    policy: SurveysPolicy;
    person: Person | undefined;
    /** As the ticket names them, when the register has no phone number or address of them. */
    caller: Ticket['requester'] | undefined;
    phone: string;
  },
  { act, now }: Handling,
): Promise<void> {
  const { ticketId, reopenCount, number, title, ticketType, handlerId, unitId } = event.data;
  const { estate, policy, person, caller, phone } = about;
  const [unit, handler] = await Promise.all([
    unitId === undefined ? undefined : unitOf(unitId),
    handlerId === undefined ? undefined : staffOf(handlerId),
  ]);
  const visitId = visitIdOf(ticketId, reopenCount);
  const visited = {
    visitId,
    estateId: event.estateId,
    ticketId,
    number,
    title,
    ticketType,
    estateName: estate.name,
    zone: estate.calendar.zone,
    language: estate.language,
    unitLabel: unit?.label,
    handlerName: handler?.name,
    household: { personId: person?.personId, name: person?.name ?? caller?.name, phone },
    notBy: handlerId,
  };
  const visit = openReturnVisit(visited, policy, act.occurredAt ?? act.recordedAt, now);
  transaction
    .save(followUps, { ...decided(event, now.toString()), method: 'return-visit' })
    .save(returnVisits, visit)
    .record(returnVisits, visit, 'ReturnVisitOpened', { visitId, ticketId, number, notBy: handlerId }, act);
}

/**
 * Withdraws the survey or return visit of the last closing after the ticket was reopened. When the reopening
 * arrives before the closing, it saves a decision, so that the closing opens nothing.
 */
async function takeBack(event: EventOf<'TicketReopened'>, handling: Handling): Promise<void> {
  const { consumer: name, now } = handling;
  const act = stepOf(handling, event.data.replays);
  const { ticketId } = event.data;
  const closing = event.data.reopenCount - 1;
  const transaction = new Transaction().once('tickets', name, event);
  const followUpId = followUpIdOf(ticketId, closing);
  const surveyId = surveyIdOf(ticketId, closing);
  const visitId = visitIdOf(ticketId, closing);
  // Reads the decision first: its survey or visit was saved in the same transaction.
  const known = await get(followUps, { followUpId });
  const [survey, visit] = await Promise.all([get(surveys, { surveyId }), get(returnVisits, { visitId })]);
  if (!known) {
    const { estateId } = event;
    const decision = { followUpId, estateId, ticketId, reopenCount: closing, decidedAt: now.toString(), version: 1 };
    transaction.save(followUps, { ...decision, method: 'none', why: 'reopened' });
  }
  if (survey?.status === 'invited') {
    const after = expired(survey, now);
    transaction.save(surveys, after, survey).record(surveys, after, 'SurveyWithdrawn', { surveyId, ticketId }, act);
  }
  if (visit?.status === 'open') {
    const after = ended(visit, 'cancelled', now.toString(), now);
    transaction
      .save(returnVisits, after, visit)
      .record(returnVisits, after, 'ReturnVisitCancelled', { visitId, ticketId }, act);
  }
  await transaction.commit();
}
