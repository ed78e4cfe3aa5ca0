import * as z from 'zod';
import { day, id, instant, milestones, organisations, payers, ticketRef } from './parts.ts';

const organisation = z.enum(organisations);
/** The name is only in older events: the ticket and the register have it. */
const person = z.object({ personId: id.optional(), name: z.string().optional() });

/** Events of tickets. */
export const ticketsEvents = {
  TicketOpened: z.object({
    ...ticketRef,
    ticketType: z.string(),
    channel: z.string(),
    category: z.string(),
    severity: z.string(),
    title: z.string(),
    description: z.string(),
    unitId: id.optional(),
    /** Names of places at the time of opening, so that the record form never changes. */
    estateName: z.string(),
    unitLabel: z.string().optional(),
    place: z.string().optional(),
    requester: person,
    replays: z.literal(true).optional(),
    receivedAt: instant,
    /** Of a ticket of the system before: its number and references there, and the day of its receipt. */
    carriedOver: z
      .object({ openingId: id, number: z.string(), references: z.array(z.string()), receivedOn: day })
      .optional(),
    /**
     * The findings of triage with the deciding words. `overruled`: staff chose a severity with a reason
     * (R74.3).
     */
    triage: z
      .object({
        findings: z.array(
          z.object({
            hazard: z.string(),
            verdict: z.string(),
            words: z.array(z.object({ text: z.string(), role: z.string() })),
          }),
        ),
        overruled: z.boolean(),
      })
      .optional(),
    /** The hazard class of an emergency, and whether it is certain (R74.1). */
    hazard: z.string().optional(),
    certain: z.boolean().optional(),
  }),
  TicketAcknowledged: z.object(ticketRef),
  TicketAssigned: z.object({ ...ticketRef, assigneeId: id, fromAssigneeId: id.optional() }),
  TicketRetyped: z.object({ ...ticketRef, from: z.string(), to: z.string() }),
  TicketRecategorised: z.object({ ...ticketRef, from: z.string(), to: z.string() }),
  /** A contract promises times for this ticket: its clause, and the timers. */
  TicketTargetsAgreed: z.object({ ...ticketRef, clause: z.string(), timers: z.array(z.string()) }),
  TicketSeverityChanged: z.object({
    ...ticketRef,
    from: z.string(),
    to: z.string(),
    /** The hazard class that raised the severity. `certain` is false when a time-out raised it (R74.2). */
    hazard: z.string().optional(),
    certain: z.boolean().optional(),
  }),
  /** An emergency is suspected. Questions are asked, and `wakeAt` is the first time-out (R74.2). */
  EmergencySuspected: z.object({
    ...ticketRef,
    findings: z.array(z.object({ hazard: z.string(), words: z.array(z.string()) })),
    callBackDueAt: instant.optional(),
    wakeAt: instant.optional(),
  }),
  EmergencyQuestionsAnswered: z.object({
    ...ticketRef,
    answers: z.array(z.object({ hazard: z.string(), question: z.string(), yes: z.boolean() })),
    state: z.string(),
  }),
  /** Nobody answered in time. A call-back is due, or the ticket is raised (R74.2). */
  SuspicionAged: z.object({
    ...ticketRef,
    state: z.string(),
    callBackDueAt: instant.optional(),
    wakeAt: instant.optional(),
  }),
  /** Staff tried to call back about a suspected emergency. A message left is no contact (R74.4). */
  SuspicionCalledBack: z.object({
    ...ticketRef,
    outcome: z.enum(['reached', 'not-reached', 'message-left']),
    attempt: z.number(),
  }),
  /** Staff called an outside service, and its answer (R74.4). The ticket names who was spoken to. */
  OutsideCallRecorded: z.object({
    ...ticketRef,
    service: z.string(),
    /** Only of older events. */
    spokeWith: z.string().optional(),
    result: z.string(),
    promisedAt: instant.optional(),
  }),
  TicketNoted: z.object({ ...ticketRef, text: z.string(), visibleToRequester: z.boolean() }),
  /** `milestone`: the reply is a letter that meets it as soon as it is sent (D1). */
  TicketReplied: z.object({
    ...ticketRef,
    text: z.string(),
    channel: z.string(),
    milestone: z.enum(milestones).optional(),
  }),
  /** A letter of a milestone was sent. `letterId` is the notice or file that keeps it (D1). */
  TicketLetterSent: z.object({ ...ticketRef, milestone: z.enum(milestones), letterId: id }),
  /** A letter of a milestone was not sent or came back, so that it meets nothing. */
  TicketLetterReturned: z.object({ ...ticketRef, milestone: z.enum(milestones), letterId: id, why: z.string() }),
  TicketWaitingForCustomer: z.object({ ...ticketRef, question: z.string() }),
  TicketResumed: z.object({ ...ticketRef, answer: z.string().optional() }),
  TicketDispatched: z.object({ ...ticketRef, workOrderId: id }),
  TicketVisited: z.object({ ...ticketRef, workOrderId: id }),
  /** An appointment was agreed or, without `until`, cancelled. */
  TicketAppointed: z.object({ ...ticketRef, workOrderId: id, until: instant.optional() }),
  /** The requester was asked after the closing, or the follow-up was skipped. */
  TicketFollowedUp: z.object({ ...ticketRef, method: z.string() }),
  TicketResolved: z.object({ ...ticketRef, resolution: z.string(), workOrderId: id.optional() }),
  TicketClosed: z.object({
    ...ticketRef,
    ticketType: z.string(),
    category: z.string(),
    title: z.string(),
    requester: person,
    unitId: id.optional(),
    /** The staff member who did the work. Somebody else makes the return visit. */
    handlerId: id.optional(),
    reopenCount: z.number(),
    /** The result entered at the closing. When absent, that of `TicketResolved` applies. */
    resolution: z.string().optional(),
    replays: z.literal(true).optional(),
  }),
  TicketReopened: z.object({
    ...ticketRef,
    ticketType: z.string(),
    category: z.string(),
    severity: z.string(),
    title: z.string(),
    description: z.string(),
    unitId: id.optional(),
    requester: person,
    reopenCount: z.number(),
    replays: z.literal(true).optional(),
  }),
  TicketWithdrawn: z.object(ticketRef),
  TicketVerified: z.object({ ...ticketRef, outcome: z.enum(['confirmed', 'unverified']) }),
  /** The warranty's decision (D15) was entered on the ticket: who pays for the repair, and by which rule. */
  TicketWarrantyNoted: z.object({
    ...ticketRef,
    part: z.string(),
    payer: z.enum(payers),
    why: z.string(),
    until: day.optional(),
    rule: z.string(),
  }),
  /**
   * Another organisation was asked to take the ticket over. Until it does, the ticket stays where it is
   * (D52).
   */
  TicketOffered: z.object({ ...ticketRef, from: organisation, to: organisation, staffId: id.optional() }),
  TicketTakenOver: z.object({ ...ticketRef, from: organisation, to: organisation, staffId: id }),
  /**
   * The other organisation declined the ticket with a reason, or the offer was withdrawn. The ticket stays
   * where it was.
   */
  TicketHandedBack: z.object({ ...ticketRef, from: organisation, to: organisation }),
  AttachmentAdded: z.object({ ...ticketRef, attachmentId: id, fileName: z.string() }),
  AttachmentWithheld: z.object({ ...ticketRef, attachmentId: id }),
  SlaWarned: z.object({ ...ticketRef, timer: z.string(), dueAt: instant }),
  SlaBreached: z.object({ ...ticketRef, timer: z.string(), dueAt: instant }),
  /** A later entry took a breach back: the step was in time, is due later, or is not applicable (R41.2). */
  SlaBreachCorrected: z.object({
    ...ticketRef,
    timer: z.string(),
    dueAt: instant,
    why: z.enum(['done-in-time', 'due-later', 'not-applicable']),
  }),
  TicketEscalated: z.object({
    ...ticketRef,
    timer: z.string(),
    level: z.number(),
    cause: z.string(),
    staffId: id,
    insteadOfStaffId: id.optional(),
    dueAt: instant.optional(),
  }),
} as const;
