import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
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
