import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { wholeTimeline } from '../../../shared/events/timeline.ts';
import { unchangedSince, visible } from '../../../shared/http/access.ts';
import { deskRoles, everybody, isStaff, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, page, type Route, route } from '../../../shared/http/route.ts';
import { parseSpokenNumber } from '../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { namedTimeline, requireEstate, senderOf, withActorNames } from '../../register/owners/public.ts';
import { ticketRulesOf } from './change-ticket.ts';
import { classifySchema, classifyTicket } from './classify-ticket.ts';
import { explainSlaTimer } from './explain-sla-timer.ts';
import { forRequester } from './history.ts';
import { listTickets, ticketQuery } from './list-tickets.ts';
import { openTicketSchema } from './open-ticket.ts';
import { recordForm } from './record-form.ts';
import { slaTimerNameSchema } from './sla.policy.ts';
import { missedAt, usedAt } from './sla-timers.ts';
import { takeTicket } from './take-ticket.ts';
import { deskAndHousehold, ticketFor, ticketPath } from './ticket-access.ts';
import { ticketViewSchema, viewOf } from './ticket-view.ts';
import { ticketsPolicy } from './tickets.policy.ts';
import { oldTicketNumber, ticketNumbers, tickets } from './tickets.store.ts';

const wrongNumber = problemKind('wrong-number', 400, {
  'zh-CN': '编号「{number}」不正确，可能听错或打错了一位。请再核对一遍。',
  'zh-TW': '編號「{number}」不正確，可能聽錯或打錯了一位。請再核對一遍。',
  en: '{number} is not a valid ticket number; a digit may be misheard or mistyped. Please check the number.',
});

const explanationSchema = z
  .object({
    timer: slaTimerNameSchema,
    state: z.string(),
    /** Unit of the target: `elapsed`, `working` or `working-days`. */
    counts: z.string(),
    /** Milliseconds used until `until` in the unit of `counts`. A working day counts as 24 hours. */
    usedMs: z.number(),
    until: z.string(),
    /** When the step is or was due; absent while the timer is paused. */
    dueAt: z.string().optional(),
    /**
     * The missed due time, when the step was done later or is open at `until` (R2.1); absent when it is not
     * overdue.
     */
    breachedAt: z.string().optional(),
    /** Intervals in order of time, each with whether and why it counts. */
    intervals: z.array(
      z.object({ from: z.string(), to: z.string(), counted: z.boolean(), why: z.string(), ms: z.number() }),
    ),
  })
  .meta({ id: 'Explanation' });

/** Routes to open, read, list and classify tickets, and for their policy. */
export const ticketRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/tickets',
    operationId: 'openTicket',
    summary: 'Open a ticket for a complaint, inquiry, suggestion, praise or repair',
    description:
      'Emergency triage reads title and description and may raise the severity. Residents report in their own name, and only for a unit that they hold today.',
    allow: [...deskAndHousehold, 'technician'],
    throws: [
      'in-the-future',
      'out-of-order',
      'received-by-staff-only',
      'replay-by-manager-only',
      'severity-reason-alone',
      'severity-reason-staff-only',
      'too-many-entries',
      'triage-core-stays',
      'unknown-category',
      'unknown-person',
      'unknown-unit',
    ],
    body: openTicketSchema,
    limits: [
      { most: 20, per: 'hour' },
      { most: 60, per: 'day' },
    ],
    status: 201,
    otherStatuses: [200],
    response: ticketViewSchema,
    handle: async (call) => {
      const { ticket, transaction } = await takeTicket(call.body, call.caller, call.act());
      return call.commit(
        transaction,
        created(viewOf(ticket, call.caller, call.language), `/v1/tickets/${ticket.ticketId}`),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tickets',
    operationId: 'listTickets',
    summary: "List the tickets of an estate, or the resident's own",
    description:
      'Of an estate or an `assigneeId`: tickets under way by due time, then those resolved, closed and withdrawn, each latest first. Of a `unitId` or `requesterId`: latest first. With `updatedSince`: in the order of change. These four exclude each other. Staff must name an estate, except with `assigneeId`. Residents get only their own tickets, latest first. A page is full unless the list ends, or `type` or `responsible` leave too few of the next 6,550 tickets; then it has a `cursor` nevertheless.',
    allow: everybody,
    throws: ['estate-needed'],
    query: ticketQuery,
    response: pageOf(ticketViewSchema),
    handle: async ({ caller, query, language }) => {
      const found = await listTickets(query, caller);
      return ok({ ...found, items: found.items.map((ticket) => viewOf(ticket, caller, language)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tickets/{ticketId}',
    operationId: 'getTicket',
    summary: 'Get a ticket',
    description:
      'Residents see only their own tickets, without staff, triage words, offers and calls to outside services.',
    allow: everybody,
    params: ticketPath,
    response: ticketViewSchema,
    handle: async (call) => ok(viewOf(await ticketFor(call), call.caller, call.language)),
  }),
  route({
    method: 'GET',
    path: '/v1/tickets/numbers/{number}',
    operationId: 'getTicketByNumber',
    summary: 'Get a ticket by its number',
    description:
      'Blanks and hyphens in the number do not matter. Its last digit is a check digit, so a misheard number answers 400 `wrong-number`. With `estateId`, a number of the system before the cut-over is found, too.',
    allow: everybody,
    throws: ['wrong-number'],
    params: z.object({ number: z.string().max(40) }),
    query: z.strictObject({ estateId: z.string().max(64).optional() }),
    response: ticketViewSchema,
    handle: async ({ caller, params, query, language }) => {
      const number = parseSpokenNumber(params.number);
      const { estateId } = query;
      if (number === undefined && estateId === undefined) throw new Problem(wrongNumber, { number: params.number });
      const ours = number === undefined ? undefined : await get(ticketNumbers, { number });
      const before = estateId === undefined ? undefined : { number: oldTicketNumber(estateId, params.number) };
      const known = visible(ours ?? (before && (await get(ticketNumbers, before))), caller);
      return ok(viewOf(await ticketFor({ caller, params: { ticketId: known.ticketId } }), caller, language));
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/tickets/{ticketId}',
    operationId: 'classifyTicket',
    summary: 'Change the category or severity of a ticket',
    description:
      'Lowering an emergency needs a `reason`. The severity `emergency` confirms a suspected emergency; another severity with a `reason` dismisses it. A ticket that becomes an emergency loses its appointment, and its dispatch and arrival count from that moment.',
    allow: deskRoles,
    throws: [
      'illegal-state',
      'in-the-future',
      'out-of-order',
      'reason-to-lower-needed',
      'too-many-entries',
      'triage-core-stays',
      'unknown-category',
    ],
    params: ticketPath,
    body: classifySchema,
    response: ticketViewSchema,
    handle: async (call) => {
      const ticket = await ticketFor(call);
      unchangedSince(call.ifMatch, ticket);
      const act = call.act({ occurredAt: call.body.occurredAt });
      const { after, transaction } = await classifyTicket(ticket, call.body, act, await ticketRulesOf(ticket));
      return call.commit(transaction, ok(viewOf(after, call.caller, call.language)));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tickets/{ticketId}/events',
    operationId: 'listTicketEvents',
    summary: 'List the events of a ticket, oldest first',
    description: 'Residents do not see SLA timers, escalations, offers, notes for staff and names of staff.',
    allow: everybody,
    params: ticketPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => {
      const ticket = await ticketFor(call);
      const found = await namedTimeline('tickets', tickets.key(ticket).pk, call.query);
      return ok({ ...found, items: isStaff(call.caller) ? found.items : forRequester(found.items) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tickets/{ticketId}/sla-timers/{timer}/explain',
    operationId: 'explainSlaTimer',
    summary: 'Explain an SLA timer of a ticket',
    description:
      'Lists the intervals that count and those that do not, each with the reason, until the timer stopped or until now.',
    allow: staffRoles,
    params: ticketPath.extend({ timer: slaTimerNameSchema }),
    response: explanationSchema,
    handle: async (call) => {
      const ticket = await ticketFor(call);
      const state = ticket.slaTimers.find((one) => one.timer === call.params.timer);
      if (!state) throw new Problem(problems.notFound);
      const { calendar } = await ticketRulesOf(ticket);
      const until = state.stoppedAt ?? call.now.toString();
      const intervals = explainSlaTimer(state.timer, ticket.facts, until, calendar);
      const { timer, counts, dueAt } = state;
      const usedMs = usedAt(state, until, calendar);
      const breachedAt = missedAt(state, until);
      return ok({ timer, state: state.state, counts, usedMs, until, dueAt, breachedAt, intervals });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tickets/{ticketId}/form',
    operationId: 'getRecordForm',
    summary: 'Get the printable record form (投诉／咨询／建议记录表) of a version of a ticket',
    description:
      'A page for printing, made from the events up to `version`; default: the latest version, in the language of the estate. The same version gives the same page while the letterhead and the categories of the estate stay, and the names of its people.',
    allow: [...deskRoles, 'auditor'],
    params: ticketPath,
    query: z.strictObject({
      version: z.coerce.number().int().min(1).optional(),
      language: languageSchema.optional(),
    }),
    response: 'html',
    handle: async (call) => {
      const ticket = await ticketFor(call);
      const { version = ticket.version, language } = call.query;
      if (version > ticket.version) throw new Problem(problems.notFound);
      const { estateId } = ticket;
      const [estate, events, sender, { categories }] = await Promise.all([
        requireEstate(estateId),
        wholeTimeline('tickets', tickets.key(ticket).pk).then(withActorNames),
        senderOf(estateId),
        ticketsPolicy.of(estateId),
      ]);
      const recorded = events.filter((event) => event.version <= version);
      const of = { zone: estate.calendar.zone, sender, categories, requester: ticket.requester.name };
      return page(recordForm(recorded, of, language ?? estate.language));
    },
  }),
  ...ticketsPolicy.routes,
];
