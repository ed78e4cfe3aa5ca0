import * as z from 'zod';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { slaTimerSchema } from './sla-timers.ts';
import { askedSchema, openQuestions, suspicionSchema } from './suspicion.ts';
import { type Ticket, ticketSchema } from './ticket.ts';

/** A ticket in the API, without the internal fields of its SLA timers. */
export const ticketViewSchema = ticketSchema
  .omit({ nextDueAt: true, facts: true })
  .extend({
    /** A suspected emergency. Residents get its state and open questions only. */
    suspicion: suspicionSchema
      .partial({ findings: true, since: true, answers: true })
      .extend({
        /** Open questions that decide the suspicion. */
        questions: z.array(askedSchema),
      })
      .optional(),
    slaTimers: z.array(slaTimerSchema.omit({ fired: true, levels: true, warnAt: true, unpromised: true })),
  })
  .meta({ id: 'Ticket' });

/**
 * Returns what the caller may read of a ticket. Residents do not see staff ids, the triage words, offers to
 * other organisations or calls to outside services. They see the responsible organisation and who pays.
 */
export function viewOf(ticket: Ticket, caller: Caller, language: Language): z.input<typeof ticketViewSchema> {
  const { suspicion, ...rest } = ticket;
  const questions = suspicion ? openQuestions(suspicion, language) : [];
  if (isStaff(caller)) return { ...rest, ...(suspicion && { suspicion: { ...suspicion, questions } }) };
  const { assigneeId, workedBy, emergencyWord, triage, responsibleStaffId, offer, outsideCalls, replays, ...mine } =
    rest;
  return { ...mine, ...(suspicion && { suspicion: { state: suspicion.state, questions } }) };
}

/** Rejects residents who did not report this ticket, as if it did not exist. @throws Problem not-found. */
export function mustBeMine(ticket: Ticket, caller: Caller): void {
  if (!isStaff(caller) && ticket.requester.personId !== caller.personId) throw new Problem(problems.notFound);
}
