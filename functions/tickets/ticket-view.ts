import * as z from 'zod';
import { type Caller, isStaff } from '../../shared/http/auth.ts';
import { Problem, problems } from '../../shared/http/problem.ts';
import { clockStateSchema } from './clocks.ts';
import { type Ticket, ticketSchema } from './ticket.ts';

/** A ticket as the API answers it: without the inner workings of its clocks. */
export const ticketViewSchema = ticketSchema.omit({ nextDueAt: true, heardOf: true, facts: true }).extend({
  clocks: z.array(clockStateSchema.omit({ fired: true, levels: true, warnAt: true, unpromised: true })),
});

/**
 * What the caller may read of a ticket: a household not who works on it, nor which word raised the alarm, nor who of us
 * asks whom to take it over; who has it and who pays it may.
 */
export function viewOf(ticket: Ticket, caller: Caller): z.input<typeof ticketViewSchema> {
  if (isStaff(caller)) return ticket;
  const { assigneeId, emergencyWord, triage, responsibleStaffId, offer, ...mine } = ticket;
  return mine;
}

/** Stops a household from a ticket that is not its own, as if it were not there. @throws Problem not-found. */
export function mustBeMine(ticket: Ticket, caller: Caller): void {
  if (!isStaff(caller) && ticket.requester.personId !== caller.personId) throw new Problem(problems.notFound);
}
