import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { hasGrant, type Staff, staffOfEstate, standIn } from '../../register/owners/public.ts';
import { happened, recordBreaches, ref, settled, type TicketRules } from './change-ticket.ts';
import type { Change, Operation } from './operation.ts';
import { dueFirings, type Firing, markFired } from './sla-firings.ts';
import { mustAllow, type Ticket } from './ticket.ts';
import { tickets } from './tickets.store.ts';

/**
 * Returns who receives an escalation (D9): the assignee's supervisor if they have the role, else the first
 * with the role. A deputy stands in for an absent receiver; `insteadOf` is then the absent one. Returns
 * undefined when nobody has the role.
 */
async function receiver(
  ticket: Ticket,
  to: 'supervisor' | 'manager',
  at: string,
): Promise<{ staff: Staff; insteadOf?: string } | undefined> {
  const colleagues = await staffOfEstate(ticket.estateId);
  const assignee = colleagues.find((one) => one.staffId === ticket.assigneeId);
  const ofRole = colleagues.filter((one) => hasGrant(one, to, ticket.estateId));
  const named = ofRole.find((one) => one.staffId === assignee?.supervisorId) ?? ofRole[0];
  if (!named) return undefined;
  const staff = standIn(named, colleagues, toInstant(at));
  return staff === named ? { staff } : { staff, insteadOf: named.staffId };
}

/**
 * Fires the warnings, breaches and escalation levels that are due on a ticket's SLA timers, each once. Judges
 * them by the current state of the ticket. Returns undefined when nothing is due any more.
 */
export async function fireSlaTimers(
  ticket: Ticket,
  act: ActionContext,
  rules: TicketRules,
): Promise<Change | undefined> {
  const due = dueFirings(ticket.slaTimers, act.recordedAt, rules.calendar);
  if (due.length === 0) return undefined;
  const after = settled({ ...ticket, slaTimers: markFired(ticket.slaTimers, due) }, act, rules.calendar);
  const transaction = new Transaction().save(tickets, after, ticket);
  for (const firing of due) await recordFiring(transaction, after, firing, act);
  return { after, transaction };
}

async function recordFiring(
  transaction: Transaction,
  ticket: Ticket,
  firing: Firing,
  act: ActionContext,
): Promise<void> {
  const { timer, dueAt = firing.at } = firing.timer;
  if (firing.what === 'warning')
    transaction.record(tickets, ticket, 'SlaWarned', { ...ref(ticket), timer, dueAt }, act);
  else if (firing.what === 'breach')
    transaction.record(tickets, ticket, 'SlaBreached', { ...ref(ticket), timer, dueAt }, act);
  else if (firing.level !== undefined && firing.to !== undefined) {
    const found = await receiver(ticket, firing.to, act.recordedAt);
    if (!found) return;
    const data = { ...ref(ticket), timer, level: firing.level, cause: 'timer', staffId: found.staff.staffId, dueAt };
    transaction.record(tickets, ticket, 'TicketEscalated', { ...data, insteadOfStaffId: found.insteadOf }, act);
  }
}

export const escalateSchema = z
  .strictObject({ ...lateEntry, reason: reasonSchema(2_000) })
  .meta({ id: 'EscalateTicketBody' });

const nobody = problemKind('nobody-to-escalate-to', 409, {
  'zh-CN': '本小区尚未登记主管或经理。请致电服务热线。',
  'zh-TW': '本社區尚未登錄主管或經理。請致電服務熱線。',
  en: 'This estate has no supervisor or manager on record. Please call the hotline.',
});

/**
 * Adds an escalation that no SLA timer caused, to the role `first` or, where nobody has it, to the other
 * role. Returns false when the estate has neither a supervisor nor a manager.
 */
export async function recordEscalation(
  transaction: Transaction,
  ticket: Ticket,
  cause: string,
  act: ActionContext,
  first: 'manager' | 'supervisor' = 'manager',
): Promise<boolean> {
  const then = first === 'manager' ? 'supervisor' : 'manager';
  const found = (await receiver(ticket, first, act.recordedAt)) ?? (await receiver(ticket, then, act.recordedAt));
  if (!found) return false;
  const data = {
    ...ref(ticket),
    timer: 'none',
    level: 1,
    cause,
    staffId: found.staff.staffId,
    insteadOfStaffId: found.insteadOf,
  };
  transaction.record(tickets, ticket, 'TicketEscalated', data, act);
  return true;
}

/**
 * Escalates a ticket at the request of a resident or staff (D9): to the manager, or to the supervisor where
 * the estate has no manager.
 * @throws Problem nobody-to-escalate-to, illegal-state, out-of-order, in-the-future.
 */
export const escalateTicket: Operation<z.output<typeof escalateSchema>> = async (ticket, { reason }, act, rules) => {
  mustAllow(ticket, 'escalate');
  const after = happened(ticket, [], act, rules);
  const transaction = new Transaction().save(tickets, after, ticket);
  if (!(await recordEscalation(transaction, after, 'asked', { ...act, reason }))) throw new Problem(nobody);
  return { after, transaction: recordBreaches(transaction, ticket, after, act) };
};
