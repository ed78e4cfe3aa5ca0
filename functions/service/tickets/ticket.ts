import * as z from 'zod';
import { organisations } from '../../../shared/events/catalogue/parts.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { factSchema } from './facts.ts';
import { hazardClassSchema } from './hazard.ts';
import { outsideCallSchema } from './outside-call.ts';
import { offerSchema, warrantyNoteSchema } from './responsibility.ts';
import { severitySchema } from './severity.ts';
import { slaTimerSchema } from './sla-timers.ts';
import { suspicionSchema } from './suspicion.ts';
import { channels, statuses, type TicketStatus, ticketTypes } from './ticket-words.ts';
import { triageRecordSchema } from './triage-record.ts';

/** Who reported. A caller unknown to the register has a name and a phone number and no id. */
export const requesterSchema = z.strictObject({
  personId: z.string().max(64).optional(),
  name: z.string().max(200).optional(),
  phone: z.string().max(40).optional(),
});

export const ticketSchema = z.object({
  ticketId: z.string(),
  estateId: z.string(),
  /** What is read out on the phone, `YG-10042-7`. */
  number: z.string(),
  type: z.enum(ticketTypes),
  channel: z.enum(channels),
  category: z.string(),
  severity: severitySchema,
  /** The word that made it an emergency (R2.2). */
  emergencyWord: z.string().optional(),
  /** What triage found in the report (R74.1); absent when it found no danger. */
  triage: triageRecordSchema.optional(),
  /** The hazard class of an emergency (R74), and whether it is certain or only not denied. */
  hazard: hazardClassSchema.optional(),
  hazardCertain: z.boolean().optional(),
  /** An emergency is suspected, or was. */
  suspicion: suspicionSchema.optional(),
  /** Calls to services outside (R74.4). */
  outsideCalls: z.array(outsideCallSchema).optional(),
  status: z.enum(statuses),
  title: z.string(),
  description: z.string(),
  unitId: z.string().optional(),
  place: z.string().optional(),
  requester: requesterSchema,
  assigneeId: z.string().optional(),
  /** The organisation that has it (D52), who took it over for it, and the one that is asked to take it over. */
  responsible: z.enum(organisations).default('property-company'),
  responsibleStaffId: z.string().optional(),
  offer: offerSchema.optional(),
  /** Who pays for the repair, by the warranty (D15); absent while nobody knows. */
  warranty: warrantyNoteSchema.optional(),
  workOrderId: z.string().optional(),
  /** The latest version of its work order that told who has it, and when he comes: what is older comes too late. */
  heardOf: z.object({ workOrderId: z.string(), assigned: z.number().int(), appointed: z.number().int() }).optional(),
  /** When we had it, and when it was typed in (D4): the SLA timers start at the first. */
  receivedAt: z.string(),
  enteredAt: z.string(),
  /** The latest thing that happened to it. */
  lastOccurredAt: z.string(),
  updatedAt: z.string(),
  acknowledgedAt: z.string().optional(),
  resolvedAt: z.string().optional(),
  closedAt: z.string().optional(),
  resolution: z.string().optional(),
  /** Answered by the first person who took it, without assignment (首次解决). */
  firstContactResolution: z.boolean().optional(),
  reopenCount: z.number().int(),
  /** Whether the household was asked afterwards (D14). */
  verification: z.enum(['none', 'pending', 'confirmed', 'unverified']),
  /** What happened, in the order of entry: the timers are the fold of it in order of time (R41.2). */
  facts: z.array(factSchema).default([]),
  slaTimers: z.array(slaTimerSchema),
  /** When the next warning, breach or escalation falls due; absent when nothing waits. */
  nextDueAt: z.string().optional(),
  version: z.number().int(),
});
export type Ticket = z.infer<typeof ticketSchema>;

/** Operations that change the state, and the states that allow each. */
const allowedIn = {
  acknowledge: ['open', 'assigned', 'waiting'],
  assign: ['open', 'assigned', 'waiting'],
  triage: ['open', 'assigned', 'waiting'],
  'change-type': ['open', 'assigned', 'waiting', 'resolved'],
  hold: ['open', 'assigned'],
  resume: ['waiting'],
  reply: ['open', 'assigned', 'waiting', 'resolved'],
  resolve: ['open', 'assigned', 'waiting'],
  close: ['open', 'assigned', 'waiting', 'resolved'],
  reopen: ['resolved', 'closed'],
  withdraw: ['open', 'assigned', 'waiting', 'resolved'],
  offer: ['open', 'assigned', 'waiting'],
  'take-over': ['open', 'assigned', 'waiting'],
  'hand-back': ['open', 'assigned', 'waiting'],
  call: ['open', 'assigned', 'waiting', 'resolved'],
  escalate: ['open', 'assigned', 'waiting', 'resolved'],
} as const satisfies Record<string, readonly TicketStatus[]>;
export type TicketOperation = keyof typeof allowedIn;

/** Stops an operation that the state forbids. @throws Problem 409 with the states that would allow it. */
export function mustAllow(ticket: Pick<Ticket, 'status'>, operation: TicketOperation): void {
  const allowed: readonly TicketStatus[] = allowedIn[operation];
  if (!allowed.includes(ticket.status)) throw illegalState(ticket.status, allowed);
}
