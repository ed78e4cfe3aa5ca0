import { milestones } from '../../../shared/events/catalogue/parts.ts';
import type { ActionContext, EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import {
  changeOf,
  following,
  happened,
  recordBreaches,
  ref,
  type TicketRules,
  ticketRulesOf,
} from './change-ticket.ts';
import { recordEscalation } from './escalate-ticket.ts';
import type { Fact } from './facts.ts';
import { reopenTicket } from './finish-ticket.ts';
import { noteWarranty } from './hand-over-ticket.ts';
import type { Change } from './operation.ts';
import { letterOf, letterReturned, letterSent } from './send-letter.ts';
import { isOwnWork, isUnderWay, type Ticket } from './ticket.ts';
import { ticketsPolicy } from './tickets.policy.ts';
import { tickets } from './tickets.store.ts';

type Decision = (
  ticket: Ticket,
  act: ActionContext,
  rules: TicketRules,
) => Change | undefined | Promise<Change | undefined>;

/**
 * Changes a ticket once for an event of another context. When the state no longer allows the change (staff
 * were quicker), keeps only the event's id. The change (`what`) happened when the event happened, also when
 * it arrives here hours later, but never before the facts that it follows.
 */
async function because(
  event: { id: string; recordedAt: string; occurredAt: string },
  ticketId: string,
  handling: Handling,
  what: readonly Fact['what'][],
  decide: Decision,
): Promise<void> {
  const ticket = await get(tickets, { ticketId });
  if (!ticket) {
    log.warn('event for an unknown ticket', { ticketId, eventId: event.id });
    return;
  }
  const act = following(ticket, what, { ...handling.act, occurredAt: event.occurredAt });
  const change = await decide(ticket, act, await ticketRulesOf(ticket));
  await new Transaction().once('tickets', handling.consumer, event).join(change?.transaction).commit();
}

const followedUp =
  (method: string, verification?: Ticket['verification']): Decision =>
  (ticket, act, rules) => {
    if (ticket.status !== 'closed' && ticket.status !== 'resolved') return undefined;
    const after = happened(
      { ...ticket, verification: verification ?? ticket.verification },
      ['followed-up'],
      act,
      rules,
    );
    return { after, transaction: changeOf(ticket, after, 'TicketFollowedUp', { ...ref(ticket), method }, act) };
  };

/** Nobody confirms their own work: the word of a requester who worked on the ticket leaves it unverified. */
const verified =
  (said: 'confirmed' | 'unverified'): Decision =>
  (ticket, act, rules) => {
    const outcome = isOwnWork(ticket) ? 'unverified' : said;
    if (ticket.status !== 'closed' || ticket.verification === 'confirmed') return undefined;
    const after = happened({ ...ticket, verification: outcome }, ['followed-up'], act, rules);
    return { after, transaction: changeOf(ticket, after, 'TicketVerified', { ...ref(ticket), outcome }, act) };
  };

const notFixed =
  (reason: string): Decision =>
  (ticket, act, rules) =>
    ticket.status === 'closed' || ticket.status === 'resolved'
      ? reopenTicket(ticket, { reason }, act, rules)
      : undefined;

/** Tells the supervisor that no technician can be found for a ticket that still needs one. */
async function stuck(ticket: Ticket, act: ActionContext, rules: TicketRules): Promise<Change | undefined> {
  if (!isUnderWay(ticket)) return undefined;
  const now = { ...act, occurredAt: undefined };
  const after = happened(ticket, [], now, rules);
  const transaction = new Transaction().save(tickets, after, ticket);
  const isTold = await recordEscalation(transaction, after, 'nobody-to-send', now, 'supervisor');
  return isTold ? { after, transaction: recordBreaches(transaction, ticket, after, now) } : undefined;
}

type LetterEvent = EventOf<'NoticeSent' | 'NoticeDelivered' | 'NoticeBounced' | 'NoticeFailed'>;

/** Enters on a complaint that the letter of a milestone was sent, or did not arrive (D1). */
function letter(event: LetterEvent, handling: Handling): Promise<void> {
  const found = letterOf(event);
  if (!found) throw new Error(`a notice without a milestone: ${event.id}`);
  const { why } = { why: undefined, ...event.data };
  const decide = why === undefined ? letterSent(found.letter) : letterReturned({ ...found.letter, why });
  return because(event, found.ticketId, handling, [], decide);
}
const ofMilestones = { milestone: [...milestones] };

/** Consumer that enters the results of surveys, the warranty, letters and a failed dispatch on tickets. */
export const ticketUpdates = consumer({
  name: 'ticket-updates',
  when: {
    NoticeSent: ofMilestones,
    NoticeDelivered: ofMilestones,
    NoticeBounced: ofMilestones,
    NoticeFailed: ofMilestones,
  },
  on: {
    NoticeSent: letter,
    NoticeDelivered: letter,
    NoticeBounced: letter,
    NoticeFailed: letter,
    WarrantyDecided: (event, handling) => {
      const { ticketId, part, payer, why, until, rule } = event.data;
      const note = { part, payer, why, until, rule, decision: event.version };
      return because(event, ticketId, handling, ['offered'], async (ticket, act, rules) => {
        const { responsibility } = await ticketsPolicy.of(ticket.estateId);
        return noteWarranty(ticket, note, responsibility, { ...act, reason: event.reason }, rules);
      });
    },
    // A stuck order reaches the supervisor, once for each search that found nobody.
    WorkOrderUnassignable: (event, handling) =>
      because(event, event.data.ticketId, handling, [], (ticket, act, rules) => stuck(ticket, act, rules)),
    SurveyInvited: (event, handling) =>
      because(event, event.data.ticketId, handling, ['followed-up'], followedUp('survey')),
    SurveySkipped: (event, handling) =>
      because(
        event,
        event.data.ticketId,
        handling,
        ['followed-up'],
        followedUp(`no survey: ${event.data.why}`, 'none'),
      ),
    SurveyAnswered: (event, handling) =>
      because(event, event.data.ticketId, handling, ['followed-up'], (ticket, act, rules) =>
        event.data.fixed === false ? undefined : verified('confirmed')(ticket, act, rules),
      ),
    SurveyExpired: (event, handling) =>
      because(event, event.data.ticketId, handling, ['followed-up'], verified('unverified')),
    NotFixedReported: (event, handling) =>
      because(event, event.data.ticketId, handling, ['reopened'], notFixed(event.data.comment ?? 'not fixed')),
    ReturnVisitAttempted: (event, handling) =>
      because(event, event.data.ticketId, handling, ['followed-up'], followedUp('call')),
    ReturnVisitConfirmed: (event, handling) =>
      because(event, event.data.ticketId, handling, ['followed-up'], verified('confirmed')),
    ReturnVisitUnverified: (event, handling) =>
      because(event, event.data.ticketId, handling, ['followed-up'], verified('unverified')),
    ReturnVisitNotFixed: (event, handling) =>
      because(event, event.data.ticketId, handling, ['reopened'], notFixed(event.data.findings)),
  },
});
