import * as z from 'zod';
import { organisations } from '../../../shared/events/catalogue/parts.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dateSchema, sortable } from '../../../shared/kernel/time.ts';
import { factSchema } from './facts.ts';
import { hazardClassSchema } from './hazard.ts';
import { outsideCallSchema } from './outside-call.ts';
import { offerSchema, warrantyNoteSchema } from './responsibility.ts';
import { severitySchema } from './severity.ts';
import { contractTargetsSchema, milestoneSchema } from './sla.policy.ts';
import { slaTimerSchema } from './sla-timers.ts';
import { suspicionSchema } from './suspicion.ts';
import { channels, statuses, type TicketStatus, ticketTypes } from './ticket-words.ts';
import { triageRecordSchema } from './triage/triage-record.ts';

/** The person who reported. A caller who is not on the register has a name and phone number but no id. */
export const requesterSchema = z
  .strictObject({
    personId: z.string().max(64).optional(),
    name: z.string().max(200).optional(),
    phone: z.string().max(40).optional(),
  })
  .meta({ id: 'Requester' });

/** Who asks, as entered: a name or a phone number is a word, not an empty text. */
export const newRequesterSchema = z
  .strictObject({
    personId: z.string().min(1).max(64).optional(),
    name: z.string().trim().min(1).max(200).optional(),
    phone: z.string().trim().min(1).max(40).optional(),
  })
  .meta({ id: 'NewRequester' });

/** The most outside references of a ticket that was taken over. */
export const mostReferences = 5;

export const ticketSchema = z
  .object({
    ticketId: z.string(),
    estateId: z.string(),
    /** The number that is read out on the phone, `YG-10042-5`. */
    number: z.string(),
    type: z.enum(ticketTypes),
    channel: z.enum(channels),
    category: z.string(),
    severity: severitySchema,
    /** The word that made the ticket an emergency (R2.2). */
    emergencyWord: z.string().optional(),
    /** The findings of triage (R74.1); absent when it found no danger. */
    triage: triageRecordSchema.optional(),
    /** The hazard class of an emergency (R74). `hazardCertain` is false when a time-out raised it. */
    hazard: hazardClassSchema.optional(),
    /** Whether the words leave no doubt about the hazard. */
    hazardCertain: z.boolean().optional(),
    /** The current or former suspicion of an emergency. */
    suspicion: suspicionSchema.optional(),
    /** Calls to outside services (R74.4). */
    outsideCalls: z.array(outsideCallSchema).optional(),
    status: z.enum(statuses),
    title: z.string(),
    description: z.string(),
    unitId: z.string().optional(),
    place: z.string().optional(),
    requester: requesterSchema,
    assigneeId: z.string().optional(),
    /** The organisation that has the ticket (D52). */
    responsible: z.enum(organisations).default('property-company'),
    responsibleStaffId: z.string().optional(),
    /** The offer to another organisation. */
    offer: offerSchema.optional(),
    /** Who pays for the repair, by the warranty (D15); absent until decided. */
    warranty: warrantyNoteSchema.optional(),
    /** Staff who worked on the ticket. None of them confirms it (D14). */
    workedBy: z.array(z.string()).optional(),
    workOrderId: z.string().optional(),
    /** What it brought along from the system before (R30.4). Its timers began when it was taken over. */
    carriedOver: z
      .object({
        openingId: z.string(),
        /** Its number there. */
        number: z.string(),
        /** Numbers by which others know it, such as a public hotline. */
        references: z.array(z.string()).max(mostReferences),
        receivedOn: dateSchema,
      })
      .optional(),
    /** True when a replay of history entered it: its automatic steps have the time of their cause. */
    replays: z.literal(true).optional(),
    /** Time of receipt (D4), at which the SLA timers start. */
    receivedAt: z.string(),
    enteredAt: z.string(),
    /** Time of the latest happening. */
    lastOccurredAt: z.string(),
    updatedAt: z.string(),
    acknowledgedAt: z.string().optional(),
    resolvedAt: z.string().optional(),
    closedAt: z.string().optional(),
    resolution: z.string().optional(),
    /** Whether the person who opened the ticket resolved it, without assignment (首次解决). */
    firstContactResolution: z.boolean().optional(),
    /** How often the ticket was reopened. */
    reopenCount: z.number().int(),
    /** Result of asking the requester after the closing (D14). */
    verification: z.enum(['none', 'pending', 'confirmed', 'unverified']),
    /** The facts, in the order of entry. The timers are their fold in order of time (R41.2). */
    facts: z.array(factSchema).default([]),
    /** Promised times of a contract for this ticket. */
    contractTargets: contractTargetsSchema.optional(),
    /** The letters of milestones that were sent, in the order in which that was heard (D1). */
    letters: z
      .array(z.object({ milestone: milestoneSchema, letterId: z.string(), sentAt: z.string() }).meta({ id: 'Letter' }))
      .optional(),
    /** The SLA timers with their targets. */
    slaTimers: z.array(slaTimerSchema),
    /** When the next warning, breach or escalation is due; absent when none is. */
    nextDueAt: z.string().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'TicketRecord' });
export type Ticket = z.infer<typeof ticketSchema>;

/** Returns the staff who worked on a ticket: they had it, replied, were there, resolved or closed it. */
export function workersOf({ workedBy = [], assigneeId }: Pick<Ticket, 'workedBy' | 'assigneeId'>): readonly string[] {
  return assigneeId === undefined || workedBy.includes(assigneeId) ? workedBy : [...workedBy, assigneeId];
}

/** Returns true where the requester worked on their own ticket: their word does not confirm it (D14). */
export function isOwnWork(ticket: Pick<Ticket, 'workedBy' | 'assigneeId' | 'requester'>): boolean {
  const { personId } = ticket.requester;
  return personId !== undefined && workersOf(ticket).includes(personId);
}

/** States of a ticket that somebody still has to resolve. */
const underWay: readonly TicketStatus[] = ['open', 'assigned', 'waiting'];

/** Returns true while a ticket is not resolved, closed or withdrawn. */
export function isUnderWay({ status }: Pick<Ticket, 'status'>): boolean {
  return underWay.includes(status);
}

/** Stages in the order in which lists show them, with their states. */
export const ticketStages = {
  'under-way': underWay,
  resolved: ['resolved'],
  closed: ['closed'],
  withdrawn: ['withdrawn'],
} satisfies Record<string, readonly TicketStatus[]>;
export type TicketStage = keyof typeof ticketStages;

/**
 * Returns the position of a ticket within its stage. Under way: the earliest time at which a step is or was
 * due; without one, such as while waiting for the customer, last. Ended: the time of its end.
 */
export function orderOf(ticket: Ticket): string {
  if (!isUnderWay(ticket)) return sortable(ticket.closedAt ?? ticket.resolvedAt ?? ticket.lastOccurredAt);
  const due = ticket.slaTimers.flatMap(({ state, dueAt }) => (state === 'stopped' || dueAt === undefined ? [] : dueAt));
  return due.map(sortable).sort()[0] ?? '9999';
}

/** The states that allow each operation. */
const allowedIn = {
  acknowledge: underWay,
  assign: underWay,
  triage: underWay,
  'agree-targets': underWay,
  'change-type': ['open', 'assigned', 'waiting', 'resolved'],
  hold: ['open', 'assigned'],
  resume: ['waiting'],
  reply: ['open', 'assigned', 'waiting', 'resolved'],
  'send-letter': ['open', 'assigned', 'waiting', 'resolved', 'closed'],
  resolve: underWay,
  close: ['open', 'assigned', 'waiting', 'resolved'],
  reopen: ['resolved', 'closed'],
  withdraw: ['open', 'assigned', 'waiting', 'resolved'],
  offer: underWay,
  'take-over': underWay,
  'hand-back': underWay,
  call: ['open', 'assigned', 'waiting', 'resolved'],
  escalate: ['open', 'assigned', 'waiting', 'resolved'],
} satisfies Record<string, readonly TicketStatus[]>;
export type TicketOperation = keyof typeof allowedIn;

/**
 * Rejects an operation that the state does not allow.
 * @throws Problem illegal-state with the states that allow it.
 */
export function mustAllow(ticket: Pick<Ticket, 'status'>, operation: TicketOperation): void {
  const allowed: readonly TicketStatus[] = allowedIn[operation];
  if (!allowed.includes(ticket.status)) throw illegalState(ticket.status, allowed);
}
