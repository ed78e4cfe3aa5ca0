import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, hasRole, type Role } from '../../../shared/http/auth.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import type { Ticket } from './ticket.ts';
import { mustBeMine } from './ticket-view.ts';
import { tickets } from './tickets.store.ts';

/** The roles of the desk, and residents. */
export const deskAndHousehold: readonly Role[] = ['resident', ...deskRoles];

/** Path parameter of the routes for one ticket. */
export const ticketPath = z.object({ ticketId: z.string().max(64) });

/**
 * Loads the ticket of a request.
 * @throws Problem not-found when there is none or the caller may not see it.
 */
export async function ticketFor(call: { params: { ticketId: string }; caller: Caller }): Promise<Ticket> {
  const ticket = visible(await get(tickets, { ticketId: call.params.ticketId }), call.caller);
  mustBeMine(ticket, call.caller);
  return ticket;
}

const notYours = problemKind('not-your-ticket', 403, {
  'zh-CN': '此单不在您名下。维修人员只能处理自己名下的工单，请联系客服或主管。',
  'zh-TW': '此單不在您名下。維修人員只能處理自己名下的工單，請聯絡客服或主管。',
  en: 'This ticket is not yours. Technicians work on their own tickets only; ask the front desk or a supervisor.',
});

/**
 * Rejects technicians who neither have the ticket nor reported it. The front desk works on every ticket.
 * @throws Problem not-your-ticket.
 */
export function mustHaveTicket(ticket: Ticket, caller: Caller): void {
  if (!hasRole(caller, 'technician') || hasRole(caller, ...deskRoles)) return;
  const isTheirs = ticket.assigneeId === caller.personId || ticket.requester.personId === caller.personId;
  if (!isTheirs) throw new Problem(notYours);
}
