import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { changeOf, happened, occurredAtOf, ref } from './change-ticket.ts';
import { recordEscalation } from './escalate-ticket.ts';
import { summary } from './open-ticket.ts';
import type { Operation } from './operation.ts';
import { isGasUnverified } from './outside-call.ts';
import { decided } from './suspicion.ts';
import { mustAllow, type Ticket } from './ticket.ts';

const mayBeEmergency = problemKind('emergency-suspected', 409, {
  'zh-CN': '此单可能涉及紧急情况，尚未核实。请先回答单上的问题，或致电服务热线，然后再办结或撤回。',
  'zh-TW': '此單可能涉及緊急情況，尚未核實。請先回答單上的問題，或致電服務熱線，然後再辦結或撤回。',
  en: 'This may be an emergency that has not been checked yet. Answer the questions on the ticket or call the hotline, then end or withdraw the ticket.',
});

const gasUnverified = problemKind('gas-not-verified', 409, {
  'zh-CN':
    '此单为燃气险情，燃气公司尚未确认气源安全。请先登记燃气公司的确认（姓名和时间），未能入户的不能办结。如属误报，请先写明原因降级。',
  'zh-TW':
    '此單為瓦斯險情，瓦斯公司尚未確認氣源安全。請先登錄瓦斯公司的確認（姓名和時間），未能進屋者不能辦結。如屬誤報，請先寫明原因降級。',
  en: 'This is a gas emergency, and the gas company has not confirmed that the source is safe. Record its confirmation with a name and time; a visit without access is not enough. If it was a false alarm, lower the severity with a reason first.',
});
const isEmergency = problemKind('emergency-not-withdrawn', 409, {
  'zh-CN': '此单正按紧急情况处理，不能自行撤回。情况有变请致电服务热线，由工作人员核实。',
  'zh-TW': '此單正按緊急情況處理，不能自行撤回。情況有變請致電服務熱線，由工作人員核實。',
  en: 'This is being handled as an emergency and cannot be withdrawn here. If anything has changed, call the hotline so that staff can check.',
});

/**
 * Returns the ticket ready to end, with a decided suspicion. Rejects it while an emergency is suspected:
 * somebody must answer the questions or set the severity first (R74.2). Two cases dismiss the suspicion
 * instead: the technician `wasThere`, or staff enter an end from before the report was entered. Rejects a gas
 * emergency until the gas company says that the source is safe (R74.4).
 * @throws Problem emergency-suspected, gas-not-verified.
 */
function mayEnd(ticket: Ticket, act: ActionContext, wasThere?: string): Ticket {
  const { suspicion } = ticket;
  if (isGasUnverified(ticket)) throw new Problem(gasUnverified);
  if (suspicion?.state !== 'open') return ticket;
  const { actor, occurredAt } = act;
  const isStaff = actor.kind === 'staff';
  const endedBefore = isStaff && occurredAt !== undefined && compareInstants(occurredAt, suspicion.since) < 0;
  const by = wasThere ?? (endedBefore ? actor.id : undefined);
  if (by === undefined) throw new Problem(mayBeEmergency);
  return { ...ticket, suspicion: decided(suspicion, 'dismissed', { by, at: act.recordedAt }) };
}

export const resolveSchema = z
  .strictObject({ ...lateEntry, resolution: z.string().min(1).max(10_000) })
  .meta({ id: 'ResolveTicketBody' });

/**
 * Resolves a ticket with its result (处理结果). Marks a first-contact resolution when nobody was assigned
 * (D2).
 * @throws Problem illegal-state, emergency-suspected, gas-not-verified.
 */
export const resolveTicket: Operation<
  z.output<typeof resolveSchema> & { workOrderId?: string; technicianId?: string | undefined }
> = (ticket, input, act, rules) => {
  mustAllow(ticket, 'resolve');
  const { resolution, workOrderId, technicianId } = input;
  const first = isFirstContact(ticket) && workOrderId === undefined;
  const heard = happened(
    {
      ...mayEnd(ticket, act, workOrderId && (technicianId ?? act.actor.id)),
      status: 'resolved',
      resolution,
      firstContactResolution: first,
      workOrderId: workOrderId ?? ticket.workOrderId,
      assigneeId: technicianId ?? ticket.assigneeId,
    },
    ['resolved'],
    act,
    rules,
  );
  const after = { ...heard, resolvedAt: occurredAtOf(ticket, heard, act) };
  const data = { ...ref(ticket), resolution, ...(workOrderId && { workOrderId }) };
  return { after, transaction: changeOf(ticket, after, 'TicketResolved', data, act) };
};

/** Returns true while nobody but the person who opened the ticket has worked on it. */
function isFirstContact(ticket: Ticket): boolean {
  return ticket.status === 'open' && ticket.reopenCount === 0;
}

export const closeSchema = z
  .strictObject({ ...lateEntry, resolution: z.string().min(1).max(10_000).optional() })
  .meta({ id: 'CloseTicketBody' });

/**
 * Closes a ticket (办结). Surveys then ask the requester, by the estate's policy of return visits (D14).
 * @throws Problem illegal-state, emergency-suspected, gas-not-verified.
 */
export const closeTicket: Operation<z.output<typeof closeSchema>> = (ticket, { resolution }, act, rules) => {
  mustAllow(ticket, 'close');
  const resolved = ticket.status === 'resolved';
  const closing = {
    ...mayEnd(ticket, act),
    status: 'closed' as const,
    verification: 'pending' as const,
    resolution: resolution ?? ticket.resolution,
    firstContactResolution: resolved ? ticket.firstContactResolution : isFirstContact(ticket),
  };
  const heard = happened(closing, resolved ? ['closed'] : ['resolved', 'closed'], act, rules);
  const closedAt = occurredAtOf(ticket, heard, act);
  const after = { ...heard, closedAt, resolvedAt: ticket.resolvedAt ?? closedAt };
  const { description, ...rest } = summary(ticket);
  const data = { ...rest, handlerId: ticket.assigneeId, reopenCount: ticket.reopenCount, resolution };
  return { after, transaction: changeOf(ticket, after, 'TicketClosed', data, act) };
};

export const reopenSchema = z
  .strictObject({ ...lateEntry, reason: reasonSchema(2_000) })
  .meta({ id: 'ReopenTicketBody' });

/**
 * Reopens a ticket. The number stays, the reopen count rises, and the SLA timers resume with the time they
 * had used (D14, R13.4). Escalates to the manager from the second reopening on (D9).
 * @throws Problem illegal-state.
 */
export const reopenTicket: Operation<z.output<typeof reopenSchema>> = async (ticket, { reason }, act, rules) => {
  mustAllow(ticket, 'reopen');
  const reopened = {
    ...ticket,
    status: ticket.assigneeId ? ('assigned' as const) : ('open' as const),
    reopenCount: ticket.reopenCount + 1,
    verification: 'none' as const,
    resolution: undefined,
    resolvedAt: undefined,
    closedAt: undefined,
    workOrderId: undefined,
  };
  const after = happened(reopened, ['reopened'], act, rules);
  const data = { ...summary(after), reopenCount: after.reopenCount };
  const transaction = changeOf(ticket, after, 'TicketReopened', data, { ...act, reason });
  if (after.reopenCount >= 2) await recordEscalation(transaction, after, 'reopened-again', act);
  return { after, transaction };
};

export const withdrawSchema = z
  .strictObject({ ...lateEntry, reason: reasonSchema(2_000) })
  .meta({ id: 'WithdrawTicketBody' });

/**
 * Withdraws a ticket for its reporter, or one that was entered by mistake. Nothing is deleted. Only staff may
 * withdraw an emergency that is not resolved, as only staff may lower it (R74.3).
 * @throws Problem emergency-suspected, emergency-not-withdrawn, gas-not-verified, illegal-state.
 */
export const withdrawTicket: Operation<z.output<typeof withdrawSchema>> = (ticket, { reason }, act, rules) => {
  mustAllow(ticket, 'withdraw');
  const isUnderWay = ticket.severity === 'emergency' && ticket.status !== 'resolved';
  if (isUnderWay && act.actor.kind !== 'staff') throw new Problem(isEmergency);
  const after = happened({ ...mayEnd(ticket, act), status: 'withdrawn' }, ['withdrawn'], act, rules);
  return { after, transaction: changeOf(ticket, after, 'TicketWithdrawn', ref(ticket), { ...act, reason }) };
};
