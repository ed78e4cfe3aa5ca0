import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { changeOf, happened, occurredAtOf, ref, type TicketRules } from './change-ticket.ts';
import { underOtherRules } from './classify-ticket.ts';
import { recordEscalation } from './escalate-ticket.ts';
import { hazardClassSchema, hazards, questionKeySchema } from './hazard.ts';
import type { Change, Operation } from './operation.ts';
import { answered, type Outcome, type Suspicion, silent, type TriageTimes } from './suspicion.ts';
import { isUnderWay, mustAllow, type Ticket } from './ticket.ts';
import { tickets } from './tickets.store.ts';

export const answerTriageSchema = z
  .strictObject({
    /** Answers to the questions about each suspected hazard. */
    answers: z
      .array(z.strictObject({ hazard: hazardClassSchema, question: questionKeySchema, yes: z.boolean() }))
      .min(1)
      .max(20),
  })
  .meta({ id: 'AnswerTriageBody' });

export const nothingSuspected = problemKind('nothing-suspected', 409, {
  'zh-CN': '此单没有待确认的紧急情况。情况有变请致电服务热线。',
  'zh-TW': '此單沒有待確認的緊急情況。情況有變請致電服務熱線。',
  en: 'This ticket has no open question about an emergency. If anything has changed, call the hotline.',
});
const unknownQuestion = problemKind('unknown-question', 400, {
  'zh-CN': '此单没有「{hazard}/{question}」这个问题。请回答单上 suspicion.questions 列出的问题。',
  'zh-TW': '此單沒有「{hazard}/{question}」這個問題。請回答單上 suspicion.questions 列出的問題。',
  en: 'This ticket has no question {hazard}/{question}. Answer those listed in suspicion.questions.',
});

/**
 * Answers questions of a suspicion (R74.2). One answer of danger makes the ticket an emergency at once. When
 * all answers are without danger, the suspicion is dismissed. An answer of danger also raises a dismissed or
 * aged suspicion.
 * Reason: the form may have been open meanwhile, or the danger may have grown.
 * @throws Problem nothing-suspected, unknown-question, illegal-state.
 */
export const answerTriage: Operation<z.output<typeof answerTriageSchema>> = async (ticket, input, act, rules) => {
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
  const after = await following(ticket, outcome, act, rules);
  const { state } = outcome.suspicion;
  const data = { ...ref(ticket), answers: input.answers, state };
  return raised(ticket, after, outcome, changeOf(ticket, after, 'EmergencyQuestionsAnswered', data, act), act);
};

/**
 * Ages a suspicion that nobody answered until its time-out, and notifies the supervisor (R74.2). Returns
 * undefined when it was decided meanwhile or this time-out was handled before. A ticket that has ended is not
 * raised.
 */
export async function ageSuspicion(
  ticket: Ticket,
  wakeAt: string,
  times: TriageTimes,
  act: ActionContext,
  rules: TicketRules,
): Promise<Change | undefined> {
  const { suspicion } = ticket;
  if (suspicion?.state !== 'open' || suspicion.wakeAt !== wakeAt) return undefined;
  const due = silent(suspicion, act.recordedAt, times);
  const outcome = isUnderWay(ticket) ? due : { suspicion: due.suspicion };
  const after = await following(ticket, outcome, act, rules);
  const { state, callBackDueAt, wakeAt: next } = outcome.suspicion;
  const data = { ...ref(ticket), state, ...(next && { wakeAt: next }), ...(callBackDueAt && { callBackDueAt }) };
  const transaction = changeOf(ticket, after, 'SuspicionAged', data, act);
  // `raised` escalates what becomes an emergency. Every other time-out escalates here, also where it raises
  // nothing.
  const isTold = outcome.raise !== undefined && after.severity === 'emergency';
  if (!isTold) await recordEscalation(transaction, after, 'suspected', act, 'supervisor');
  return raised(ticket, after, outcome, transaction, act);
}

/**
 * Returns the ticket after the outcome of its suspicion. A ticket that is already as urgent keeps its
 * severity.
 */
function following(
  ticket: Ticket,
  { suspicion, raise }: Outcome,
  act: ActionContext,
  rules: TicketRules,
): Promise<Ticket> | Ticket {
  const isHigh = ticket.severity === 'emergency' || ticket.severity === raise?.severity;
  if (!raise) return happened({ ...ticket, suspicion }, [], act, rules);
  const hazard = { hazard: raise.hazard, hazardCertain: raise.certain };
  // Only repairs are dispatched, so the type of every emergency becomes repair (R74.2).
  const type = raise.severity === 'emergency' ? ('repair' as const) : ticket.type;
  if (isHigh && type === ticket.type) return happened({ ...ticket, ...hazard, suspicion }, [], act, rules);
  const severity = isHigh ? ticket.severity : raise.severity;
  return underOtherRules(ticket, { ...ticket, ...hazard, suspicion, type, severity }, act, rules);
}

/**
 * Adds the events that follow from a suspicion: the new severity and type, and the escalation to the
 * supervisor (R74.4).
 */
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
