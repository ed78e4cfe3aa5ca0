import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { changeOf, happened, occurredAtOf, ref, type TicketRules, withFacts } from './change-ticket.ts';
import { mustBeCategory } from './open-ticket.ts';
import type { Operation } from './operation.ts';
import { severitySchema } from './severity.ts';
import { contractTargetsSchema, countedFromRaise, rulesFor } from './sla.policy.ts';
import { decided, mostDangerous, type Suspicion } from './suspicion.ts';
import { mustAllow, type Ticket } from './ticket.ts';
import { ticketTypes } from './ticket-words.ts';
import { ticketsPolicy } from './tickets.policy.ts';
import { tickets } from './tickets.store.ts';

export const changeTypeSchema = z
  .strictObject({
    ...lateEntry,
    type: z.enum(ticketTypes),
    reason: reasonSchema(500),
  })
  .meta({ id: 'ChangeTicketTypeBody' });

/**
 * Changes the type. Number, history and time of receipt stay (D2). The SLA timers of the new type count from
 * the receipt.
 * @throws Problem illegal-state.
 */
export const changeTicketType: Operation<z.output<typeof changeTypeSchema>> = async (
  ticket,
  { type, reason },
  act,
  rules,
) => {
  mustAllow(ticket, 'change-type');
  const after = await underOtherRules(ticket, { ...ticket, type }, act, rules);
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
    reason: reasonSchema(500).optional(),
  })
  .refine((change) => change.category !== undefined || change.severity !== undefined, {
    message: 'category or severity',
  })
  .meta({ id: 'ClassifyTicketBody' });

const reasonToLower = problemKind('reason-to-lower-needed', 400, {
  'zh-CN': '将紧急事项降级需要写明原因。请填写 reason。',
  'zh-TW': '將緊急事項降級需要寫明原因。請填寫 reason。',
  en: 'Lowering the severity of an emergency needs a reason. Enter it in reason.',
});

/**
 * Returns the suspicion after staff set a severity. `emergency` confirms it; another severity with a reason
 * dismisses it.
 */
function graded(
  suspicion: Suspicion | undefined,
  { severity, reason }: z.output<typeof classifySchema>,
  { actor, recordedAt }: ActionContext,
) {
  const isEmergency = severity === 'emergency';
  const decides = severity !== undefined && (isEmergency || reason !== undefined);
  if (suspicion?.state !== 'open' || !decides) return suspicion;
  return decided(suspicion, isEmergency ? 'confirmed' : 'dismissed', { by: actor.id, at: recordedAt });
}

/**
 * Changes the category, the severity or both.
 * @throws Problem reason-to-lower-needed, unknown-category, illegal-state.
 */
export const classifyTicket: Operation<z.output<typeof classifySchema>> = async (ticket, input, act, rules) => {
  const { category, severity, reason } = input;
  mustAllow(ticket, 'triage');
  // Lowering an emergency needs a reason (R74.3).
  const lowers = ticket.severity === 'emergency' && severity !== undefined && severity !== 'emergency';
  if (lowers && reason === undefined) throw new Problem(reasonToLower);
  if (category !== undefined) mustBeCategory(await ticketsPolicy.of(ticket.estateId), category);
  // Staff confirm the suspicion: the ticket gets its hazard, as after an answer of danger.
  const { suspicion } = ticket;
  const confirmed = severity === 'emergency' && suspicion?.state === 'open' ? mostDangerous(suspicion) : undefined;
  const wanted: Ticket = {
    ...ticket,
    category: category ?? ticket.category,
    severity: severity ?? ticket.severity,
    suspicion: graded(ticket.suspicion, input, act),
    ...(confirmed && { hazard: confirmed, hazardCertain: true }),
    ...(lowers && { hazard: undefined, hazardCertain: undefined }),
  };
  const regrades = severity !== undefined && severity !== ticket.severity;
  const moves = category !== undefined && category !== ticket.category && (await promisesDiffer(ticket, wanted));
  const after =
    regrades || moves ? await underOtherRules(ticket, wanted, act, rules) : happened(wanted, [], act, rules);
  const because = { ...act, reason };
  const change = (to: string, from: string) => ({ ...ref(ticket), from, to });
  const hazard = confirmed && { hazard: confirmed, certain: true };
  const regraded = { ...change(after.severity, ticket.severity), ...hazard };
  const recategorised = change(after.category, ticket.category);
  const transaction: Transaction =
    severity === undefined
      ? changeOf(ticket, after, 'TicketRecategorised', recategorised, because)
      : changeOf(ticket, after, 'TicketSeverityChanged', regraded, because);
  if (severity !== undefined && category !== undefined)
    transaction.record(tickets, after, 'TicketRecategorised', recategorised, {
      ...because,
      occurredAt: occurredAtOf(ticket, after, act),
    });
  return { after, transaction };
};

/** Returns true when the policy promises other times for the new category. */
async function promisesDiffer(before: Ticket, wanted: Ticket): Promise<boolean> {
  const { slaTimers } = await ticketsPolicy.of(wanted.estateId);
  const [was, is] = [before, wanted].map((one) => JSON.stringify(rulesFor(slaTimers, one)));
  return was !== is;
}

export const agreeTargetsSchema = z
  .strictObject({ ...lateEntry, ...contractTargetsSchema.shape })
  .refine(({ slaTimers }) => new Set(slaTimers.map(({ timer }) => timer)).size === slaTimers.length, {
    path: ['slaTimers'],
    message: 'each timer once',
  })
  .meta({ id: 'AgreeTicketTargetsBody' });

/**
 * Enters the times that a contract promises for this ticket. They replace those of the policy for the same
 * timers, also after a later change of type, severity or category.
 * @throws Problem illegal-state.
 */
export const agreeTargets: Operation<z.output<typeof agreeTargetsSchema>> = async (ticket, input, act, rules) => {
  const { clause, slaTimers } = input;
  mustAllow(ticket, 'agree-targets');
  const after = await underOtherRules(ticket, { ...ticket, contractTargets: { clause, slaTimers } }, act, rules);
  const data = { ...ref(ticket), clause, timers: slaTimers.map(({ timer }) => timer) };
  return { after, transaction: changeOf(ticket, after, 'TicketTargetsAgreed', data, act) };
};

/**
 * Returns the ticket under the rules of its new type and severity. A ticket that becomes an emergency loses
 * its appointment (R2.1), and its dispatch and arrival count from that moment (R74.4).
 */
export async function underOtherRules(
  before: Ticket,
  wanted: Ticket,
  act: ActionContext,
  rules: TicketRules,
): Promise<Ticket> {
  const { slaTimers } = await ticketsPolicy.of(wanted.estateId);
  const change = { what: 'rules-changed' as const, rules: rulesFor(slaTimers, wanted) };
  const raised = wanted.severity === 'emergency' && before.severity !== 'emergency';
  const raise = { ...change, countsFromHere: countedFromRaise };
  return withFacts(wanted, raised ? [{ what: 'appointed' }, raise] : [change], act, rules);
}
