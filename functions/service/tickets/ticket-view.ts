import * as z from 'zod';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { slaTimerSchema } from './sla-timers.ts';
import { askedSchema, openQuestions, suspicionSchema } from './suspicion.ts';
import { type Ticket, ticketSchema } from './ticket.ts';

/** A ticket as the API answers it: without the inner workings of its SLA timers. */
export const ticketViewSchema = ticketSchema.omit({ nextDueAt: true, heardOf: true, facts: true }).extend({
  /** Of a suspected emergency; a household reads its state and the questions that are open. */
  suspicion: suspicionSchema
    .partial({ findings: true, since: true, answers: true })
    .extend({ questions: z.array(askedSchema) })
    .optional(),
  slaTimers: z.array(slaTimerSchema.omit({ fired: true, levels: true, warnAt: true, unpromised: true })),
});

/**
 * What the caller may read of a ticket: a household not who works on it, nor which word raised the alarm, nor who of us
 * asks whom to take it over, nor whom we called; who has it and who pays it may.
 */
export function viewOf(ticket: Ticket, caller: Caller, language: Language): z.input<typeof ticketViewSchema> {
  const { suspicion, ...rest } = ticket;
  const questions = suspicion ? openQuestions(suspicion, language) : [];
  if (isStaff(caller)) return { ...rest, ...(suspicion && { suspicion: { ...suspicion, questions } }) };
  const { assigneeId, emergencyWord, triage, responsibleStaffId, offer, outsideCalls, ...mine } = rest;
  return { ...mine, ...(suspicion && { suspicion: { state: suspicion.state, questions } }) };
}

/** Stops a household from a ticket that is not its own, as if it were not there. @throws Problem not-found. */
export function mustBeMine(ticket: Ticket, caller: Caller): void {
  if (!isStaff(caller) && ticket.requester.personId !== caller.personId) throw new Problem(problems.notFound);
}
