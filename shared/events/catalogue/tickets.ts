import * as z from 'zod';
import { day, id, instant, organisations, payers, ticketRef } from './parts.ts';

const organisation = z.enum(organisations);
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
    /** As the register called them then: the record form must not change when they do. */
    estateName: z.string(),
    unitLabel: z.string().optional(),
    place: z.string().optional(),
    requester: person,
    receivedAt: instant,
    /** What triage found, with the words that decided; `overruled` when the desk chose otherwise with a reason (R74.3). */
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
  TicketSeverityChanged: z.object({
    ...ticketRef,
    from: z.string(),
    to: z.string(),
    /** The hazard class that raised it, and whether it is certain or only not denied (R74.2). */
    hazard: z.string().optional(),
    certain: z.boolean().optional(),
  }),
  /** An emergency is suspected: questions are asked, and silence has its consequence at `wakeAt` (R74.2). */
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
  /** Nobody answered in time: a call-back is due, or it is treated as what it may be (R74.2). */
  SuspicionAged: z.object({
    ...ticketRef,
    state: z.string(),
    callBackDueAt: instant.optional(),
    wakeAt: instant.optional(),
  }),
  /** Somebody tried to call back about a suspected emergency; a message left is no contact (R74.4). */
  SuspicionCalledBack: z.object({
    ...ticketRef,
    outcome: z.enum(['reached', 'not-reached', 'message-left']),
    attempt: z.number(),
  }),
  /** A service outside was called, who was spoken to there, and what it said (R74.4). */
  OutsideCallRecorded: z.object({
    ...ticketRef,
    service: z.string(),
    spokeWith: z.string(),
    result: z.string(),
    promisedAt: instant.optional(),
  }),
  TicketNoted: z.object({ ...ticketRef, text: z.string(), visibleToRequester: z.boolean() }),
  TicketReplied: z.object({ ...ticketRef, text: z.string(), channel: z.string() }),
  TicketWaitingForCustomer: z.object({ ...ticketRef, question: z.string() }),
  TicketResumed: z.object({ ...ticketRef, answer: z.string().optional() }),
  TicketDispatched: z.object({ ...ticketRef, workOrderId: id }),
  TicketVisited: z.object({ ...ticketRef, workOrderId: id }),
  /** The household and the technician agreed on a time, or (no `until`) gave it up. */
  TicketAppointed: z.object({ ...ticketRef, workOrderId: id, until: instant.optional() }),
  /** Somebody asked the household afterwards, or it was settled that nobody needs to. */
  TicketFollowedUp: z.object({ ...ticketRef, how: z.string() }),
  TicketResolved: z.object({ ...ticketRef, resolution: z.string(), workOrderId: id.optional() }),
  TicketClosed: z.object({
    ...ticketRef,
    ticketType: z.string(),
    category: z.string(),
    title: z.string(),
    requester: person,
    unitId: id.optional(),
    /** Who did the work: the return visit is made by somebody else. */
    handlerId: id.optional(),
    reopenCount: z.number(),
    /** What was said to be the result at the closing itself; otherwise it is that of `TicketResolved`. */
    resolution: z.string().optional(),
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
  }),
  TicketWithdrawn: z.object(ticketRef),
  TicketVerified: z.object({ ...ticketRef, outcome: z.enum(['confirmed', 'unverified']) }),
  /** Who pays for the repair, and by which rule: the answer of the warranty (D15), taken onto the ticket. */
  TicketWarrantyNoted: z.object({
    ...ticketRef,
    part: z.string(),
    payer: z.enum(payers),
    why: z.string(),
    until: day.optional(),
    rule: z.string(),
  }),
  /** Another organisation is asked to take it over; until it does it stays where it is (D52). */
  TicketOffered: z.object({ ...ticketRef, from: organisation, to: organisation, staffId: id.optional() }),
  TicketTakenOver: z.object({ ...ticketRef, from: organisation, to: organisation, staffId: id }),
  /** The other organisation will not have it, for a reason: it stays with whom it was. */
  TicketHandedBack: z.object({ ...ticketRef, from: organisation, to: organisation }),
  AttachmentAdded: z.object({ ...ticketRef, attachmentId: id, fileName: z.string() }),
  SlaWarned: z.object({ ...ticketRef, timer: z.string(), dueAt: instant }),
  SlaBreached: z.object({ ...ticketRef, timer: z.string(), dueAt: instant }),
  /** A later entry showed that the step was not late after all, or made the timer due later or not applicable (R41.2). */
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
