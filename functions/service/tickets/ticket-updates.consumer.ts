import type { ActionContext, EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { addTicketNote } from './answer-ticket.ts';
import { changeOf, following, happened, ref, type TicketRules, ticketRulesOf, withFacts } from './change-ticket.ts';
import { recordEscalation } from './escalate-ticket.ts';
import type { Fact } from './facts.ts';
import { reopenTicket, resolveTicket } from './finish-ticket.ts';
import { noteWarranty } from './hand-over-ticket.ts';
import type { Change } from './operation.ts';
import { isGasUnverified } from './outside-call.ts';
import { isUnderWay, type Ticket } from './ticket.ts';
import { ticketsPolicy } from './tickets.policy.ts';
import { tickets } from './tickets.store.ts';
import { workOrderIdOf } from './work-order-id.ts';

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

/** Returns true for the current work order of a ticket, false for one from before its reopening. */
function speaksFor({ ticketId, reopenCount }: Ticket, workOrderId: string): boolean {
  return workOrderId === workOrderIdOf(ticketId, reopenCount);
}

/**
 * Returns the work order versions known to the ticket, with this one added. Returns undefined when a later
 * one is known.
 */
function heard(
  ticket: Ticket,
  what: 'assigned' | 'appointed',
  workOrderId: string,
  version: number,
): Ticket['heardOf'] {
  const known = ticket.heardOf?.workOrderId === workOrderId ? ticket.heardOf : { assigned: 0, appointed: 0 };
  return version > known[what] ? { ...known, workOrderId, [what]: version } : undefined;
}

const dispatched =
  (workOrderId: string, technicianId: string, version: number): Decision =>
  (ticket, act, rules) => {
    const heardOf = heard(ticket, 'assigned', workOrderId, version);
    if (!heardOf || !speaksFor(ticket, workOrderId)) return undefined;
    // The work order was completed before its assignment arrived here: record the dispatch and keep the
    // assignee.
    const wasDone = ticket.status !== 'withdrawn' && ticket.workOrderId === workOrderId;
    if (!isUnderWay(ticket) && !wasDone) return undefined;
    const sent = isUnderWay(ticket) ? { workOrderId, assigneeId: technicianId } : {};
    const status = ticket.status === 'open' ? 'assigned' : ticket.status;
    const after = happened({ ...ticket, ...sent, status, heardOf }, ['dispatched'], act, rules);
    return { after, transaction: changeOf(ticket, after, 'TicketDispatched', { ...ref(ticket), workOrderId }, act) };
  };

const visited =
  (workOrderId: string): Decision =>
  (ticket, act, rules) => {
    // An arrival is recorded even after the ticket has ended.
    if (ticket.status === 'withdrawn' || !speaksFor(ticket, workOrderId)) return undefined;
    const after = happened(ticket, ['arrived'], act, rules);
    return { after, transaction: changeOf(ticket, after, 'TicketVisited', { ...ref(ticket), workOrderId }, act) };
  };

/**
 * Adds the result of a gas repair as a note and escalates to the supervisor. The ticket stays open, because
 * the gas company has not said that the source is safe (R74.4).
 */
async function workDoneOnly(ticket: Ticket, text: string, act: ActionContext, rules: TicketRules): Promise<Change> {
  const { after, transaction } = await addTicketNote(ticket, { text, visibleToRequester: false }, act, rules);
  await recordEscalation(transaction, after, 'gas-not-verified', act, 'supervisor');
  return { after, transaction };
}

const appointed =
  (workOrderId: string, until: string | undefined, version: number): Decision =>
  (ticket, act, rules) => {
    const heardOf = heard(ticket, 'appointed', workOrderId, version);
    if (!heardOf || !isUnderWay(ticket) || !speaksFor(ticket, workOrderId)) return undefined;
    const after = withFacts({ ...ticket, heardOf }, [{ what: 'appointed', until }], act, rules);
    return {
      after,
      transaction: changeOf(
        ticket,
        after,
        'TicketAppointed',
        { ...ref(ticket), workOrderId, ...(until && { until }) },
        act,
      ),
    };
  };

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

const verified =
  (outcome: 'confirmed' | 'unverified'): Decision =>
  (ticket, act, rules) => {
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

function followAppointment(
  event: EventOf<'AppointmentBooked' | 'AppointmentReleased'>,
  handling: Handling,
  until: string | undefined,
): Promise<void> {
  const { ticketId, workOrderId } = event.data;
  return because(event, ticketId, handling, ['appointed'], appointed(workOrderId, until, event.version));
}

/** Consumer that enters the results of repairs, surveys and the warranty on tickets. */
export const ticketUpdates = consumer({
  name: 'ticket-updates',
  on: {
    WorkOrderAssigned: (event, handling) => {
      const { ticketId, workOrderId, technicianId } = event.data;
      return because(event, ticketId, handling, ['dispatched'], dispatched(workOrderId, technicianId, event.version));
    },
    TechnicianArrived: (event, handling) =>
      because(event, event.data.ticketId, handling, ['arrived'], visited(event.data.workOrderId)),
    AppointmentBooked: (event, handling) => followAppointment(event, handling, event.data.to),
    AppointmentReleased: (event, handling) => followAppointment(event, handling, undefined),
    WorkOrderCompleted: (event, handling) => {
      const { ticketId, workOrderId, resolution, technicianId } = event.data;
      return because(event, ticketId, handling, ['resolved'], (ticket, act, rules) => {
        if (!isUnderWay(ticket) || !speaksFor(ticket, workOrderId)) return undefined;
        if (isGasUnverified(ticket)) return workDoneOnly(ticket, resolution, act, rules);
        return resolveTicket(ticket, { resolution, workOrderId, technicianId }, act, rules);
      });
    },
    WarrantyDecided: (event, handling) => {
      const { ticketId, part, payer, why, until, rule } = event.data;
      const note = { part, payer, why, until, rule, decision: event.version };
      return because(event, ticketId, handling, ['offered'], async (ticket, act, rules) => {
        const { responsibility } = await ticketsPolicy.of(ticket.estateId);
        return noteWarranty(ticket, note, responsibility, { ...act, reason: event.reason }, rules);
      });
    },
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
