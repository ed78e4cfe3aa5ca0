import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { changeOf, happened, occurredAtOf, type Rulebook, ref } from './change-ticket.ts';
import { underOtherRules } from './classify-ticket.ts';
import { recordEscalation } from './escalate-ticket.ts';
import { hazardClassSchema, hazards, questionKeySchema } from './hazard.ts';
import type { Change, Operation } from './operation.ts';
import { answered, type Outcome, type Suspicion, silent, type TriageTimes } from './suspicion.ts';
import { mustAllow, type Ticket } from './ticket.ts';
import { tickets } from './tickets.store.ts';

export const answerTriageSchema = z.strictObject({
  answers: z
    .array(z.strictObject({ hazard: hazardClassSchema, question: questionKeySchema, yes: z.boolean() }))
    .min(1)
    .max(20),
});

export const nothingSuspected = problemKind('nothing-suspected', 409, {
  'zh-CN': '此单没有待确认的紧急情况。情况有变请致电服务热线。',
  'zh-TW': '此單沒有待確認的緊急情況。情況有變請致電服務熱線。',
  en: 'No question about an emergency is open on this ticket. Call the hotline when something has changed.',
});
const unknownQuestion = problemKind('unknown-question', 400, {
  'zh-CN': '此单没有「{hazard}/{question}」这个问题，请回答单上列出的问题。',
  'zh-TW': '此單沒有「{hazard}/{question}」這個問題，請回答單上列出的問題。',
  en: 'This ticket has no question {hazard}/{question}. Answer the questions that it lists.',
});

/**
 * Answers the questions of a suspicion, which decides it both ways (R74.2): danger makes the ticket an emergency at once,
 * all answers without danger dismiss it. An answer of danger also raises what was dismissed or aged before: a form that was
 * open meanwhile, or something that got worse, is never thrown away. @throws Problem nothing-suspected, unknown-question, illegal-state.
 */
export const answerTriage: Operation<z.output<typeof answerTriageSchema>> = async (ticket, input, act, book) => {
  mustAllow(ticket, 'triage');
  const { suspicion } = ticket;
  if (!suspicion || suspicion.state === 'confirmed') throw new Problem(nothingSuspected);
  const answers = input.answers.map((answer): Suspicion['answers'][number] => {
    const isAsked =
      suspicion.findings.some(({ hazard }) => hazard === answer.hazard) &&
      hazards[answer.hazard].questions.some(({ key }) => key === answer.question);
    if (!isAsked) throw new Problem(unknownQuestion, { hazard: answer.hazard, question: answer.question });
    return { ...answer, by: act.actor.id, at: act.recordedAt };
  });
  const outcome = answered(suspicion, answers);
  if (suspicion.state !== 'open' && !outcome.raise) throw new Problem(nothingSuspected);
  const after = await following(ticket, outcome, act, book);
  const { state } = outcome.suspicion;
  const data = { ...ref(ticket), answers: input.answers, state };
  return raised(ticket, after, outcome, changeOf(ticket, after, 'EmergencyQuestionsAnswered', data, act), act);
};

/**
 * Takes the consequence of silence at a time-out (R74.2). Undefined when the suspicion was decided meanwhile or when that
 * time-out was taken before. The supervisor is told each time. Of a ticket that ended with its suspicion open nobody can
 * be sent any more.
 */
export async function ageSuspicion(
  ticket: Ticket,
  wakeAt: string,
  times: TriageTimes,
  act: ActionContext,
  book: Rulebook,
): Promise<Change | undefined> {
  const { suspicion, status } = ticket;
  const isOpen = status === 'open' || status === 'assigned' || status === 'waiting';
  if (suspicion?.state !== 'open' || suspicion.wakeAt !== wakeAt) return undefined;
  const due = silent(suspicion, act.recordedAt, times);
  const outcome = isOpen ? due : { suspicion: due.suspicion };
  const after = await following(ticket, outcome, act, book);
  const { state, callBackDueAt, wakeAt: next } = outcome.suspicion;
  const data = { ...ref(ticket), state, ...(next && { wakeAt: next }), ...(callBackDueAt && { callBackDueAt }) };
  const transaction = changeOf(ticket, after, 'SuspicionAged', data, act);
  // What becomes an emergency is told as one; all other silence is told as what it is, also where it raises nothing.
  const isTold = outcome.raise !== undefined && after.severity === 'emergency';
  if (!isTold) await recordEscalation(transaction, after, 'suspected', act, 'supervisor');
  return raised(ticket, after, outcome, transaction, act);
}

/** The ticket under what follows from a suspicion; a ticket that is as urgent already stays as it is. */
function following(
  ticket: Ticket,
  { suspicion, raise }: Outcome,
  act: ActionContext,
  book: Rulebook,
): Promise<Ticket> | Ticket {
  const isHigh = ticket.severity === 'emergency' || ticket.severity === raise?.severity;
  if (!raise) return happened({ ...ticket, suspicion }, [], act, book);
  const hazard = { hazard: raise.hazard, hazardCertain: raise.certain };
  // Only a repair is dispatched, whatever the report was called when nobody knew (R74.2).
  const type = raise.severity === 'emergency' ? ('repair' as const) : ticket.type;
  if (isHigh && type === ticket.type) return happened({ ...ticket, ...hazard, suspicion }, [], act, book);
  const severity = isHigh ? ticket.severity : raise.severity;
  return underOtherRules(ticket, { ...ticket, ...hazard, suspicion, type, severity }, act, book);
}

/** Records what follows from a suspicion beside it: the new severity and type, and that the supervisor is told (R74.4). */
async function raised(
  before: Ticket,
  after: Ticket,
  { raise }: Outcome,
  transaction: Change['transaction'],
  act: ActionContext,
): Promise<Change> {
  if (!raise) return { after, transaction };
  const reason = raise.certain ? 'confirmed by an answer' : 'nobody answered';
  const because = { ...act, reason, occurredAt: occurredAtOf(before, after, act) };
  if (after.severity !== before.severity) {
    const { hazard, certain } = raise;
    const data = { ...ref(after), from: before.severity, to: after.severity, hazard, certain };
    transaction.record(tickets, after, 'TicketSeverityChanged', data, because);
  }
  if (after.type !== before.type) {
    transaction.record(tickets, after, 'TicketRetyped', { ...ref(after), from: before.type, to: after.type }, because);
  }
  if (after.severity === 'emergency') await recordEscalation(transaction, after, 'emergency', because, 'supervisor');
  return { after, transaction };
}
