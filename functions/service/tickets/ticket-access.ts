import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
import { get } from '../../../shared/store/table.ts';
import type { Ticket } from './ticket.ts';
import { mustBeMine } from './ticket-view.ts';
import { tickets } from './tickets.store.ts';

/** Those who speak about it. */
export const deskAndHousehold: readonly Role[] = ['resident', ...deskRoles];

/** Path parameter of everything about one ticket. */
export const ticketPath = z.object({ ticketId: z.string().max(64) });

/** The ticket that a request is about. @throws Problem not-found when it is not there or not for the caller. */
export async function ticketFor(call: { params: { ticketId: string }; caller: Caller }): Promise<Ticket> {
  const ticket = visible(await get(tickets, { ticketId: call.params.ticketId }), call.caller);
  mustBeMine(ticket, call.caller);
  return ticket;
}
