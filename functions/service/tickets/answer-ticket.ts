import * as z from 'zod';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { changeOf, happened, occurredAtOf, ref } from './change-ticket.ts';
import type { Operation } from './operation.ts';
import { mustAllow } from './ticket.ts';
import { channels } from './ticket-words.ts';

export const acknowledgeSchema = z.strictObject(lateEntry);

/** Tells the household that we have it (受理告知). */
export const acknowledgeTicket: Operation<z.output<typeof acknowledgeSchema>> = (ticket, _, act, book) => {
  mustAllow(ticket, 'acknowledge');
  const heard = happened(ticket, ['acknowledged'], act, book);
  const at = occurredAtOf(ticket, heard, act);
  const first = ticket.acknowledgedAt;
  const after = { ...heard, acknowledgedAt: first !== undefined && compareInstants(first, at) <= 0 ? first : at };
  return { after, transaction: changeOf(ticket, after, 'TicketAcknowledged', ref(ticket), act) };
};

export const replySchema = z.strictObject({
  ...lateEntry,
  text: z.string().min(1).max(10_000),
  channel: z.enum(channels),
});

/** Gives the household its answer (答复); the text is kept and mailed. */
export const replyToTicket: Operation<z.output<typeof replySchema>> = (ticket, { text, channel }, act, book) => {
  mustAllow(ticket, 'reply');
  const after = happened(ticket, ['replied'], act, book);
  return { after, transaction: changeOf(ticket, after, 'TicketReplied', { ...ref(ticket), text, channel }, act) };
};

export const noteSchema = z.strictObject({
  ...lateEntry,
  text: z.string().min(1).max(10_000),
  visibleToRequester: z.boolean().default(false),
});

/** Adds a word to the record, for staff only or for the household too. Possible in every state. */
export const addTicketNote: Operation<z.output<typeof noteSchema>> = (ticket, note, act, book) => {
  const after = happened(ticket, [], act, book);
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

export const waitSchema = z.strictObject({ ...lateEntry, question: z.string().min(1).max(2_000) });

/** Asks the household something; the SLA timers stand still until it answers. */
export const putTicketOnHold: Operation<z.output<typeof waitSchema>> = (ticket, { question }, act, book) => {
  mustAllow(ticket, 'hold');
  const after = happened({ ...ticket, status: 'waiting' }, ['waiting'], act, book);
  return { after, transaction: changeOf(ticket, after, 'TicketWaitingForCustomer', { ...ref(ticket), question }, act) };
};

export const resumeSchema = z.strictObject({ ...lateEntry, answer: z.string().min(1).max(10_000).optional() });

/** The household has answered: on with it. */
export const resumeTicket: Operation<z.output<typeof resumeSchema>> = (ticket, { answer }, act, book) => {
  mustAllow(ticket, 'resume');
  const after = happened({ ...ticket, status: ticket.assigneeId ? 'assigned' : 'open' }, ['resumed'], act, book);
  return { after, transaction: changeOf(ticket, after, 'TicketResumed', { ...ref(ticket), answer }, act) };
};
