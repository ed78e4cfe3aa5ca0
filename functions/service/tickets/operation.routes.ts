import type * as z from 'zod';
import { unchangedSince } from '../../../shared/http/access.ts';
import { deskRoles, everybody, type Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { type Call, ok, type Route, route } from '../../../shared/http/route.ts';
import {
  acknowledgeSchema,
  acknowledgeTicket,
  addTicketNote,
  noteSchema,
  putTicketOnHold,
  replySchema,
  replyToTicket,
  resumeSchema,
  resumeTicket,
  waitSchema,
} from './answer-ticket.ts';
import { assignSchema, assignTicket } from './assign-ticket.ts';
import { ticketRulesOf } from './change-ticket.ts';
import { changeTicketType, changeTypeSchema } from './classify-ticket.ts';
import { escalateSchema, escalateTicket } from './escalate-ticket.ts';
import {
  closeSchema,
  closeTicket,
  reopenSchema,
  reopenTicket,
  resolveSchema,
  resolveTicket,
  withdrawSchema,
  withdrawTicket,
} from './finish-ticket.ts';
import {
  handBackSchema,
  handBackTicket,
  offerTicket,
  offerTicketSchema,
  takeOverSchema,
  takeOverTicket,
} from './hand-over-ticket.ts';
import type { Operation } from './operation.ts';
import { callBackInput, outsideCallInput, recordCallBack, recordOutsideCall } from './record-call.ts';
import { deskAndHousehold, ticketFor, ticketPath } from './ticket-access.ts';
import { ticketViewSchema, viewOf } from './ticket-view.ts';

const deskAndTechnician: readonly Role[] = ['technician', ...deskRoles];

/**
 * Declares `POST /v1/tickets/{ticketId}/<name>`, an operation that happens now or, entered late, at
 * `occurredAt`.
 */
function operation<S extends z.ZodType<{ occurredAt?: string | undefined }>>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: Operation<z.output<S>>;
}): Route {
  const { name, run, ...rest } = declaration;
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/tickets/{ticketId}/${name}`,
    params: ticketPath,
    response: ticketViewSchema,
    handle: (call) => perform(call, run, call.body.occurredAt),
  });
}

/**
 * Runs an operation on the ticket of a request and commits the change.
 * @throws Problem not-found and those of `run`.
 */
export async function perform<B>(
  call: Call<{ ticketId: string }, unknown, B>,
  run: Operation<B>,
  occurredAt: string | undefined,
): Promise<Reply> {
  const ticket = await ticketFor(call);
  unchangedSince(call.ifMatch, ticket);
  const change = await run(ticket, call.body, call.act({ occurredAt }), await ticketRulesOf(ticket));
  return call.commit(change.transaction, ok(viewOf(change.after, call.caller, call.language)));
}

/** Routes for the operations that change a ticket. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'acknowledge',
    operationId: 'acknowledgeTicket',
    summary: 'Acknowledge a ticket to its requester (受理告知)',
    allow: deskAndTechnician,
    body: acknowledgeSchema,
    run: acknowledgeTicket,
  }),
  operation({
    name: 'assign',
    operationId: 'assignTicket',
    summary: 'Assign a ticket to a staff member, or transfer it with a reason (转派)',
    allow: deskRoles,
    body: assignSchema,
    run: assignTicket,
  }),
  operation({
    name: 'hold',
    operationId: 'putTicketOnHold',
    summary: 'Put a ticket on hold with a question to the requester; SLA timers that may pause do so',
    allow: deskAndTechnician,
    body: waitSchema,
    run: putTicketOnHold,
  }),
  operation({
    name: 'resume',
    operationId: 'resumeTicket',
    summary: 'Resume a ticket that is on hold',
    allow: [...deskAndHousehold, 'technician'],
    body: resumeSchema,
    run: resumeTicket,
  }),
  operation({
    name: 'reply',
    operationId: 'replyToTicket',
    summary: 'Reply to the requester of a ticket (答复)',
    allow: deskRoles,
    body: replySchema,
    run: replyToTicket,
  }),
  operation({
    name: 'notes',
    operationId: 'addTicketNote',
    summary: "Add a note to a ticket; a resident's note is always visible to them",
    allow: everybody,
    body: noteSchema,
    run: addTicketNote,
  }),
  operation({
    name: 'resolve',
    operationId: 'resolveTicket',
    summary: 'Resolve a ticket with its result (处理结果)',
    allow: deskRoles,
    body: resolveSchema,
    run: resolveTicket,
  }),
  operation({
    name: 'close',
    operationId: 'closeTicket',
    summary: 'Close a ticket (办结)',
    allow: deskRoles,
    body: closeSchema,
    run: closeTicket,
  }),
  operation({
    name: 'reopen',
    operationId: 'reopenTicket',
    summary: 'Reopen a ticket under the same number; its SLA timers resume',
    allow: deskAndHousehold,
    body: reopenSchema,
    run: reopenTicket,
  }),
  operation({
    name: 'withdraw',
    operationId: 'withdrawTicket',
    summary: 'Withdraw a ticket without deleting it (撤回)',
    allow: deskAndHousehold,
    body: withdrawSchema,
    run: withdrawTicket,
  }),
  operation({
    name: 'change-type',
    operationId: 'changeTicketType',
    summary: 'Change the type of a ticket; number, history and time of receipt stay',
    allow: deskRoles,
    body: changeTypeSchema,
    run: changeTicketType,
  }),
  operation({
    name: 'offer',
    operationId: 'offerTicket',
    summary: 'Ask another organisation to take a ticket over (移交)',
    allow: deskRoles,
    body: offerTicketSchema,
    run: offerTicket,
  }),
  operation({
    name: 'take-over',
    operationId: 'takeOverTicket',
    summary: "Take over an offered ticket (接收); the customer's SLA timers keep running",
    allow: deskRoles,
    body: takeOverSchema,
    run: takeOverTicket,
  }),
  operation({
    name: 'hand-back',
    operationId: 'handBackTicket',
    summary: 'Hand back an offered ticket with a reason (退回)',
    allow: deskRoles,
    body: handBackSchema,
    run: handBackTicket,
  }),
  operation({
    name: 'outside-calls',
    operationId: 'recordOutsideCall',
    summary: 'Record a call to an outside service and its answer (119, gas company, lift company)',
    allow: deskAndTechnician,
    body: outsideCallInput,
    run: recordOutsideCall,
  }),
  operation({
    name: 'call-backs',
    operationId: 'recordCallBack',
    summary: 'Record a call-back attempt about a suspected emergency; leaving a message is no contact',
    allow: deskAndTechnician,
    body: callBackInput,
    run: recordCallBack,
  }),
  operation({
    name: 'escalate',
    operationId: 'escalateTicket',
    summary: 'Escalate a ticket to the manager (上报)',
    allow: deskAndHousehold,
    body: escalateSchema,
    run: escalateTicket,
  }),
] as const;
