import * as z from 'zod';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { changeOf, happened, occurredAtOf, ref } from './change-ticket.ts';
import type { Operation } from './operation.ts';
import { mustAllow } from './ticket.ts';
import { channels } from './ticket-words.ts';

export const acknowledgeSchema = z.strictObject(lateEntry).meta({ id: 'AcknowledgeTicketBody' });

/** Acknowledges the ticket to its requester (受理告知). @throws Problem illegal-state. */
export const acknowledgeTicket: Operation<z.output<typeof acknowledgeSchema>> = (ticket, _, act, rules) => {
  mustAllow(ticket, 'acknowledge');
  const heard = happened(ticket, ['acknowledged'], act, rules);
  const at = occurredAtOf(ticket, heard, act);
  const first = ticket.acknowledgedAt;
  const after = { ...heard, acknowledgedAt: first !== undefined && compareInstants(first, at) <= 0 ? first : at };
  return { after, transaction: changeOf(ticket, after, 'TicketAcknowledged', ref(ticket), act) };
};

export const replySchema = z
  .strictObject({
    ...lateEntry,
    text: z.string().min(1).max(10_000),
    channel: z.enum(channels),
  })
  .meta({ id: 'ReplyToTicketBody' });

/**
 * Replies to the requester (答复). The event keeps the text, and notices sends it.
 * @throws Problem illegal-state.
 */
export const replyToTicket: Operation<z.output<typeof replySchema>> = (ticket, { text, channel }, act, rules) => {
  mustAllow(ticket, 'reply');
  const after = happened(ticket, ['replied'], act, rules);
  return { after, transaction: changeOf(ticket, after, 'TicketReplied', { ...ref(ticket), text, channel }, act) };
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
 * @throws Problem illegal-state.
 */
export const putTicketOnHold: Operation<z.output<typeof waitSchema>> = (ticket, { question }, act, rules) => {
  mustAllow(ticket, 'hold');
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
