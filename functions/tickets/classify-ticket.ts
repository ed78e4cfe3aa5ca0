import * as z from 'zod';
import { lateEntry } from '../../shared/events/occurrence.ts';
import type { Transaction } from '../../shared/store/transaction.ts';
import { changeOf, happened, type Rulebook, ref, settled } from './change-ticket.ts';
import { rulesFor } from './clock-policy.ts';
import { applyRules } from './clocks.ts';
import { mustBeCategory } from './open-ticket.ts';
import type { Operation } from './operation.ts';
import { severitySchema } from './severity.ts';
import { mustAllow, type Ticket } from './ticket.ts';
import { ticketTypes } from './ticket-words.ts';
import { policyOf, tickets } from './tickets-store.ts';

export const retypeSchema = z.strictObject({
  ...lateEntry,
  type: z.enum(ticketTypes),
  reason: z.string().min(1).max(500),
});

/** Another type: number, history and time of receipt stay (D2); clocks of the new type count from the receipt. */
export const retypeTicket: Operation<z.output<typeof retypeSchema>> = async (ticket, { type, reason }, act, book) => {
  mustAllow(ticket, 'retype');
  const after = await underOtherRules(happened({ ...ticket, type }, [], act, book), book, act);
  return {
    after,
    transaction: changeOf(
      ticket,
      after,
      'TicketRetyped',
      { ...ref(ticket), from: ticket.type, to: type },
      { ...act, reason },
    ),
  };
};

export const classifySchema = z
  .strictObject({
    ...lateEntry,
    category: z.string().max(120).optional(),
    severity: severitySchema.optional(),
    reason: z.string().max(500).optional(),
  })
  .refine((change) => change.category !== undefined || change.severity !== undefined, {
    message: 'category or severity',
  });

/** Another category or severity. @throws Problem unknown-category, illegal-state. */
export const classifyTicket: Operation<z.output<typeof classifySchema>> = async (
  ticket,
  { category, severity, reason },
  act,
  book,
) => {
  mustAllow(ticket, 'triage');
  if (category !== undefined) mustBeCategory(await policyOf(ticket.estateId), category);
  const wanted = { ...ticket, category: category ?? ticket.category, severity: severity ?? ticket.severity };
  const after = await underOtherRules(happened(wanted, [], act, book), book, act);
  const because = { ...act, reason };
  const change = (to: string, from: string) => ({ ...ref(ticket), from, to });
  const regraded = change(after.severity, ticket.severity);
  const recategorised = change(after.category, ticket.category);
  const transaction: Transaction =
    severity === undefined
      ? changeOf(ticket, after, 'TicketRecategorised', recategorised, because)
      : changeOf(ticket, after, 'TicketSeverityChanged', regraded, because);
  if (severity !== undefined && category !== undefined)
    transaction.record(tickets, after, 'TicketRecategorised', recategorised, because);
  return { after, transaction };
};

async function underOtherRules(ticket: Ticket, book: Rulebook, act: Parameters<typeof settled>[1]): Promise<Ticket> {
  const { clocks } = await policyOf(ticket.estateId);
  const rules = rulesFor(clocks, ticket.type, ticket.severity);
  const isOpen = ticket.status === 'open' || ticket.status === 'assigned';
  const phase = isOpen ? 'open' : ticket.status === 'waiting' ? 'waiting' : 'done';
  const changed = applyRules(
    ticket.clocks,
    rules,
    { at: ticket.lastOccurredAt, receivedAt: ticket.receivedAt, phase },
    book.calendar,
  );
  return settled({ ...ticket, clocks: changed, version: ticket.version - 1 }, act, { ...book, rules });
}
