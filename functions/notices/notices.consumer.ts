import type { Temporal } from 'temporal-polyfill';
import type { AnyEvent, EventOf } from '../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../shared/events/consumer.ts';
import type { Language } from '../../shared/kernel/language.ts';
import { toInstant } from '../../shared/kernel/time.ts';
import { type Estate, requireEstate, staffOf, unitOf } from '../register/owners/public.ts';
import { isEvacuated, openQuestions, type Ticket, ticketOf } from '../service/tickets/public.ts';
import { notifyOverdueItems } from './acceptance-notices.ts';
import { notifyAccountChange, notifyChangedAddress } from './account-notices.ts';
import { notifyLowBalance } from './balance-notices.ts';
import { notifyBill, notifyCreditNote } from './bill-notices.ts';
import { notifyHousehold } from './campaign-notices.ts';
import { notifyDepositAsked, notifyOldDifference, notifyOverdueDrawer } from './drawer-notices.ts';
import { notifyDunning } from './dunning-notices.ts';
import { notifyAnnounced, notifyBooked, notifyCancelled, notifyIncident, notifyMissed } from './handover-notices.ts';
import { notifyHeldTooLong, notifyShortage } from './held-money-notices.ts';
import {
  notifyAllRectified,
  notifyOverdueDefects,
  notifyRejectedDefects,
  notifyReviews,
} from './inspection-notices.ts';
import { questionsLink, surveyLink, visitLink } from './notice-links.ts';
import { type NoticeRequest, notify } from './notify.ts';
import { notifyMovedPayment } from './payment-notices.ts';
import { escalation, slaWarning, ticketOffered } from './templates/staff.letters.ts';
import { surveyInvitation, surveyReminder } from './templates/survey.letters.ts';
import {
  ticketLowered,
  ticketQuestion,
  ticketRaised,
  ticketReceived,
  ticketReplied,
} from './templates/ticket.letters.ts';
import { appointmentBooked, technicianAssigned, workOrderGiven } from './templates/visit.letters.ts';
import { notifyLowFund, notifyOverdueStep, notifyRejectedDocument, notifyTitleOpened } from './title-notices.ts';
import { personAsReader, type Reader, staffAsReader } from './write-notice.ts';

/** Writes the notices of events, once for each event. */
export const writeNotices = consumer({
  name: 'notices',
  on: {
    TicketOpened: notifyReceived,
    TicketSeverityChanged: notifyRegraded,
    TicketReplied: notifyReply,
    TicketWaitingForCustomer: notifyQuestion,
    AppointmentBooked: notifyAppointment,
    WorkOrderAssigned: notifyAssignment,
    SlaWarned: notifyWarning,
    TicketEscalated: notifyEscalation,
    TicketOffered: notifyOffer,
    SurveyInvited: (event, handling) => notifySurvey(event, handling, 'survey-invitation'),
    SurveyReminded: (event, handling) => notifySurvey(event, handling, 'survey-reminder'),
    HouseholdInvited: notifyHousehold,
    HouseholdReminded: notifyHousehold,
    BillPublished: notifyBill,
    CreditNoteIssued: notifyCreditNote,
    HandoverAnnounced: notifyAnnounced,
    HandoverBooked: notifyBooked,
    HandoverMissed: notifyMissed,
    HandoverBookingCancelled: notifyCancelled,
    HandoverIncidentReported: notifyIncident,
    DefectOverdue: notifyOverdueDefects,
    DefectRejected: notifyRejectedDefects,
    DefectClosed: notifyAllRectified,
    InspectionReviewOpened: notifyReviews,
    AcceptanceItemOverdue: notifyOverdueItems,
    TitleOpened: notifyTitleOpened,
    TitleDocumentJudged: notifyRejectedDocument,
    TitleStepOverdue: notifyOverdueStep,
    TitleFundBalanceEntered: notifyLowFund,
    BalanceFellBelowThreshold: notifyLowBalance,
    PaymentMoved: notifyMovedPayment,
    RefundPaid: notifyAccountChange,
    DepositReturned: notifyAccountChange,
    ChargeWaived: notifyAccountChange,
    PaymentReallocated: notifyAccountChange,
    PaymentReversed: notifyAccountChange,
    BillCancelled: notifyAccountChange,
    BillWrittenOff: notifyAccountChange,
    BillDisputed: notifyAccountChange,
    DisputeSettled: notifyAccountChange,
    OthersMoneyShort: notifyShortage,
    AgencyMoneyHeldTooLong: notifyHeldTooLong,
    DrawerDepositAsked: notifyDepositAsked,
    DrawerOverdue: notifyOverdueDrawer,
    DrawerDifferenceOld: notifyOldDifference,
    PersonChanged: notifyChangedAddress,
    DunningStepTaken: notifyDunning,
  },
});

/** Writes notices about a ticket. */
function notificationOf(
  { ticket, estate }: { ticket: Ticket; estate: Estate },
  event: AnyEvent,
  handling: Handling,
  tellings: readonly Pick<
    NoticeRequest,
    'template' | 'reader' | 'letter' | 'reminder' | 'atAnyHour' | 'milestone' | 'uselessFrom'
  >[],
): Promise<void> {
  const emergency = ticket.severity === 'emergency';
  const ofTicket = tellings.map((telling) => ({
    ...telling,
    aboutId: ticket.ticketId,
    emergency,
    actedAt: telling.reader && actOf(telling.reader.recipient.id, event, ticket),
  }));
  return notify(event, handling, estate, ofTicket);
}

/**
 * Returns when the reader did what the event reports: they reported the ticket or chose the time. A report by
 * phone counts, too.
 */
function actOf(readerId: string, event: AnyEvent, ticket: Ticket): string | undefined {
  const isOwnReport = event.name === 'TicketOpened' && ticket.channel !== 'patrol';
  return isOwnReport || event.actor.id === readerId ? event.occurredAt : undefined;
}

async function known(ticketId: string): Promise<{ ticket: Ticket; estate: Estate }> {
  const ticket = await ticketOf(ticketId);
  if (!ticket) throw new Error(`an event names an unknown ticket: ${ticketId}`);
  return { ticket, estate: await requireEstate(ticket.estateId) };
}

function requesterOf({ requester }: Ticket): Promise<Reader | undefined> {
  return requester.personId === undefined ? Promise.resolve(undefined) : personAsReader(requester.personId);
}

async function placeOf({ unitId, place }: Ticket): Promise<string | undefined> {
  const unit = unitId === undefined ? undefined : await unitOf(unitId);
  return [unit?.label, place].filter(Boolean).join(' ') || undefined;
}

async function notifyReceived(event: EventOf<'TicketOpened'>, handling: Handling): Promise<void> {
  // The requester knows a ticket of the system before.
  if (event.data.carriedOver) return;
  const { ticket, estate } = await known(event.data.ticketId);
  const { number, title, receivedAt, unitLabel, place } = event.data;
  const about = {
    number,
    title,
    receivedAt,
    place: [unitLabel, place].filter(Boolean).join(' ') || undefined,
    emergency: event.data.severity === 'emergency',
    leave: mustLeave(event.data),
    zone: estate.calendar.zone,
  };
  const reader = await requesterOf(ticket);
  const letter = ({ language }: { language: Language }) =>
    ticketReceived({ ...about, questions: questionsFor(ticket, language, handling) }, language);
  await notificationOf({ ticket, estate }, event, handling, [{ template: 'ticket-received', reader, letter }]);
}

/** Returns the questions about a suspected emergency when nobody speaks with the requester (R74.2). */
function questionsFor({ ticketId, channel, suspicion }: Ticket, language: Language, { now }: Handling) {
  const isSpokenWith = channel === 'hotline' || channel === 'visit' || channel === 'patrol';
  if (isSpokenWith || suspicion?.state !== 'open') return undefined;
  return { asked: openQuestions(suspicion, language).map(({ ask }) => ask), url: questionsLink(ticketId, now) };
}

/**
 * Returns true when people must leave the building: only for certain gas or fire, never for a suspicion
 * (R74.3).
 */
function mustLeave({ hazard, certain }: { hazard?: string | undefined; certain?: boolean | undefined }): boolean {
  return certain === true && isEvacuated(hazard);
}

async function notifyRegraded(event: EventOf<'TicketSeverityChanged'>, handling: Handling): Promise<void> {
  const { ticketId, from, to } = event.data;
  const { ticket, estate } = await known(ticketId);
  const { number, title } = ticket;
  const raised = to === 'emergency' && from !== 'emergency';
  const lowered = from === 'emergency' && to !== 'emergency';
  const reader = raised || lowered ? await requesterOf(ticket) : undefined;
  const about = { number, title, leave: mustLeave(event.data) };
  await notificationOf({ ticket, estate }, event, handling, [
    raised
      ? { template: 'ticket-raised', reader, letter: ({ language }) => ticketRaised(about, language) }
      : // The alarm went out at any hour, and so does its correction.
        {
          template: 'ticket-lowered',
          reader,
          letter: ({ language }) => ticketLowered(about, language),
          atAnyHour: true,
        },
  ]);
}

async function notifyReply(event: EventOf<'TicketReplied'>, handling: Handling): Promise<void> {
  const { ticket, estate } = await known(event.data.ticketId);
  const { milestone } = event.data;
  const about = { number: ticket.number, title: ticket.title, reply: event.data.text, milestone };
  const reader = await requesterOf(ticket);
  await notificationOf({ ticket, estate }, event, handling, [
    { template: 'ticket-replied', reader, milestone, letter: ({ language }) => ticketReplied(about, language) },
  ]);
}

async function notifyQuestion(event: EventOf<'TicketWaitingForCustomer'>, handling: Handling): Promise<void> {
  const { ticket, estate } = await known(event.data.ticketId);
  const about = { number: ticket.number, title: ticket.title, question: event.data.question };
  const reader = await requesterOf(ticket);
  await notificationOf({ ticket, estate }, event, handling, [
    { template: 'ticket-question', reader, letter: ({ language }) => ticketQuestion(about, language) },
  ]);
}

async function notifyAppointment(event: EventOf<'AppointmentBooked'>, handling: Handling): Promise<void> {
  const { ticketId, workOrderId, from, to, technicianId } = event.data;
  const { ticket, estate } = await known(ticketId);
  const [reader, technician] = await Promise.all([
    requesterOf(ticket),
    technicianId === undefined ? undefined : staffOf(technicianId),
  ]);
  const { number, title } = ticket;
  const url = visitLink(workOrderId, handling.now);
  const about = { number, title, from, to, zone: estate.calendar.zone, technician: technician?.name, url };
  await notificationOf({ ticket, estate }, event, handling, [
    { template: 'appointment-booked', reader, letter: ({ language }) => appointmentBooked(about, language) },
  ]);
}

async function notifyAssignment(event: EventOf<'WorkOrderAssigned'>, handling: Handling): Promise<void> {
  const { ticketId, workOrderId, technicianId } = event.data;
  const { ticket, estate } = await known(ticketId);
  const [household, technician, place] = await Promise.all([
    requesterOf(ticket),
    staffAsReader(technicianId),
    placeOf(ticket),
  ]);
  const { number, title, severity, description, requester } = ticket;
  const emergency = severity === 'emergency';
  const tookItHimself = event.actor.id === technicianId;
  await notificationOf({ ticket, estate }, event, handling, [
    {
      template: 'technician-assigned',
      reader: technician && household,
      letter: ({ language }) =>
        technicianAssigned(
          {
            number,
            title,
            emergency,
            technician: technician?.recipient.name ?? '',
            url: visitLink(workOrderId, handling.now),
          },
          language,
        ),
    },
    {
      template: 'work-order-given',
      reader: tookItHimself ? undefined : technician,
      letter: ({ language }) =>
        workOrderGiven(
          { number, title, severity, description, place, requester: requester.name, phone: requester.phone },
          language,
        ),
    },
  ]);
}

async function notifyWarning(event: EventOf<'SlaWarned'>, handling: Handling): Promise<void> {
  const { ticketId, timer, dueAt } = event.data;
  const { ticket, estate } = await known(ticketId);
  const { number, title, severity, assigneeId } = ticket;
  const about = { number, title, severity, timer, dueAt, zone: estate.calendar.zone };
  const reader = assigneeId === undefined ? undefined : await staffAsReader(assigneeId);
  await notificationOf({ ticket, estate }, event, handling, [
    { template: 'sla-warning', reader, letter: ({ language }) => slaWarning(about, language) },
  ]);
}

async function notifyEscalation(event: EventOf<'TicketEscalated'>, handling: Handling): Promise<void> {
  const { ticketId, timer, dueAt, level, cause, staffId, insteadOfStaffId } = event.data;
  const { ticket, estate } = await known(ticketId);
  const [reader, absent] = await Promise.all([
    staffAsReader(staffId),
    insteadOfStaffId === undefined ? undefined : staffOf(insteadOfStaffId),
  ]);
  const { number, title, severity } = ticket;
  const { zone } = estate.calendar;
  const why = { level, cause, insteadOf: absent?.name, reason: event.reason };
  const about = { number, title, severity, timer, dueAt, zone, ...why };
  await notificationOf({ ticket, estate }, event, handling, [
    { template: 'escalation', reader, letter: ({ language }) => escalation(about, language) },
  ]);
}

/**
 * Notifies the person who was asked by name. Without a name the organisation checks its own list of offers.
 */
async function notifyOffer(event: EventOf<'TicketOffered'>, handling: Handling): Promise<void> {
  const { ticketId, staffId } = event.data;
  const { ticket, estate } = await known(ticketId);
  const reader = staffId === undefined ? undefined : await staffAsReader(staffId);
  const { number, title, severity, slaTimers } = ticket;
  const dueAt = slaTimers.find(({ timer }) => timer === 'handOver')?.dueAt;
  const about = { number, title, severity, timer: 'handOver', dueAt, zone: estate.calendar.zone, reason: event.reason };
  await notificationOf({ ticket, estate }, event, handling, [
    { template: 'ticket-offered', reader, letter: ({ language }) => ticketOffered(about, language) },
  ]);
}

async function notifySurvey(
  event: EventOf<'SurveyInvited'> | EventOf<'SurveyReminded'>,
  handling: Handling,
  template: 'survey-invitation' | 'survey-reminder',
): Promise<void> {
  const { ticketId, surveyId, personId, number, title, expiresAt } = event.data;
  const { ticket, estate } = await known(ticketId);
  const { zone } = estate.calendar;
  // An invitation that is processed after its window would lead to a closed page.
  const isOpen = toInstant(expiresAt).epochMilliseconds > handling.now.epochMilliseconds;
  const reader = isOpen ? await personAsReader(personId) : undefined;
  const about = { number, title, url: surveyLink(surveyId, handling.now), isRepair: ticket.type === 'repair' };
  const windowDays = event.name === 'SurveyInvited' ? event.data.windowDays : undefined;
  const letter = ({ language }: { language: Language }) => {
    if (template === 'survey-reminder') return surveyReminder({ ...about, expiresAt, zone }, language);
    // An event of an older version states the end of its window only.
    const whole = windowDays ?? daysBetween(handling.now, toInstant(expiresAt));
    return surveyInvitation({ ...about, windowDays: whole }, language);
  };
  await notificationOf({ ticket, estate }, event, handling, [
    { template, reader, letter, reminder: true, uselessFrom: expiresAt },
  ]);
}

/** Returns the whole days (of 24 hours) between two instants. */
function daysBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return Math.floor((to.epochMilliseconds - from.epochMilliseconds) / 86_400_000);
}
