import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { mustNotAdvertise } from '../../register/owners/public.ts';
import { changeOf, happened, occurredAtOf, ref } from './change-ticket.ts';
import type { Operation } from './operation.ts';
import { mustTakeLetter } from './send-letter.ts';
import { milestoneSchema } from './sla.policy.ts';
import { mustAllow, type Ticket } from './ticket.ts';
import { channels } from './ticket-words.ts';

export const acknowledgeSchema = z.strictObject(lateEntry).meta({ id: 'AcknowledgeTicketBody' });

/** Acknowledges the ticket to its requester (受理告知). @throws Problem illegal-state. */
export const acknowledgeTicket: Operation<z.output<typeof acknowledgeSchema>> = (ticket, _, act, rules) => {
  mustAllow(ticket, 'acknowledge');
  const after = acknowledgedBy(ticket, happened(ticket, ['acknowledged'], act, rules), act);
  return { after, transaction: changeOf(ticket, after, 'TicketAcknowledged', ref(ticket), act) };
};

/**
 * Rejects advertising in what is sent to a requester as a service notice (R15.5). Who inquires asked for it.
 * @throws Problem advertising-in-service.
 */
function mustBeService({ type }: Ticket, text: string): void {
  if (type !== 'inquiry') mustNotAdvertise(text);
}

/** Returns the ticket with the time of its earliest acknowledgement. */
function acknowledgedBy(before: Ticket, heard: Ticket, act: ActionContext): Ticket {
  const at = occurredAtOf(before, heard, act);
  const first = before.acknowledgedAt;
  return { ...heard, acknowledgedAt: first !== undefined && compareInstants(first, at) <= 0 ? first : at };
}

export const replySchema = z
  .strictObject({
    ...lateEntry,
    text: z.string().min(1).max(10_000),
    channel: z.enum(channels),
    /** Makes the reply the letter of this milestone of a complaint. It counts when the letter is sent. */
    milestone: milestoneSchema.optional(),
  })
  .meta({ id: 'ReplyToTicketBody' });

/**
 * Replies to the requester (答复). The event keeps the text, and notices sends it. A written acknowledgement
 * acknowledges the ticket and is no answer; the letter of a milestone may follow the closing (D1).
 * @throws Problem illegal-state, milestone-of-complaints, nobody-to-write-to, advertising-in-service.
 */
export const replyToTicket: Operation<z.output<typeof replySchema>> = (ticket, input, act, rules) => {
  const { text, channel, milestone } = input;
  mustAllow(ticket, milestone ? 'send-letter' : 'reply');
  if (milestone) mustTakeLetter(ticket);
  mustBeService(ticket, text);
  const acknowledges = milestone === 'acknowledgement';
  const heard = happened(ticket, [acknowledges ? 'acknowledged' : 'replied'], act, rules);
  const after = acknowledges ? acknowledgedBy(ticket, heard, act) : heard;
  const data = { ...ref(ticket), text, channel, ...(milestone && { milestone }) };
  return { after, transaction: changeOf(ticket, after, 'TicketReplied', data, act) };
};

export const noteSchema = z
  .strictObject({
    ...lateEntry,
    text: z.string().min(1).max(10_000),
    /** Whether the requester sees the note. */
    visibleToRequester: z.boolean().default(false),
  })
  .meta({ id: 'AddTicketNoteBody' });

/**
 * Adds a note, for staff only or visible to the requester. A resident's own note is always visible. Allowed
 * in every state.
 */
export const addTicketNote: Operation<z.output<typeof noteSchema>> = (ticket, note, act, rules) => {
  const after = happened(ticket, [], act, rules);
  return {
    after,
    transaction: changeOf(
      ticket,
      after,
      'TicketNoted',
      { ...ref(ticket), text: note.text, visibleToRequester: note.visibleToRequester || act.actor.kind === 'resident' },
      act,
    ),
  };
};

export const waitSchema = z
  .strictObject({ ...lateEntry, question: z.string().min(1).max(2_000) })
  .meta({ id: 'PutTicketOnHoldBody' });

/**
 * Asks the requester a question. SLA timers that pause stop counting until `resumeTicket`.
 * @throws Problem illegal-state, advertising-in-service.
 */
export const putTicketOnHold: Operation<z.output<typeof waitSchema>> = (ticket, { question }, act, rules) => {
  mustAllow(ticket, 'hold');
  mustBeService(ticket, question);
  const after = happened({ ...ticket, status: 'waiting' }, ['waiting'], act, rules);
  return { after, transaction: changeOf(ticket, after, 'TicketWaitingForCustomer', { ...ref(ticket), question }, act) };
};

export const resumeSchema = z
  .strictObject({ ...lateEntry, answer: z.string().min(1).max(10_000).optional() })
  .meta({ id: 'ResumeTicketBody' });

/** Resumes the ticket after the requester's answer. @throws Problem illegal-state. */
export const resumeTicket: Operation<z.output<typeof resumeSchema>> = (ticket, { answer }, act, rules) => {
  mustAllow(ticket, 'resume');
  const after = happened({ ...ticket, status: ticket.assigneeId ? 'assigned' : 'open' }, ['resumed'], act, rules);
  return { after, transaction: changeOf(ticket, after, 'TicketResumed', { ...ref(ticket), answer }, act) };
};
