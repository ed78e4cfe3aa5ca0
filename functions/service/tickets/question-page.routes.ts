import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { page, type Route, route } from '../../../shared/http/route.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { type LinkCall, linkPath, linkQuery, openLink } from '../../../shared/pages/behind-link.ts';
import { get } from '../../../shared/store/table.ts';
import { personOf } from '../../register/owners/public.ts';
import { answerTriage, answerTriageSchema, nothingSuspected } from './answer-triage.ts';
import { ticketRulesOf } from './change-ticket.ts';
import { hazards } from './hazard.ts';
import { type Again, adviceWithoutLink, decidedPage, questionPage } from './question.page.ts';
import { isUnderWay, type Ticket } from './ticket.ts';
import { tickets } from './tickets.store.ts';

/** Opens the ticket behind a link, in the language of its requester. */
function openTicketLink(call: LinkCall) {
  return openLink(call, 'tickets', {
    load: async (ticketId) => {
      const ticket = await get(tickets, { ticketId });
      return ticket?.suspicion ? ticket : undefined;
    },
    language: async ({ requester: { personId } }) => (personId ? (await personOf(personId))?.language : undefined),
    advice: adviceWithoutLink,
  });
}

function isAsked(ticket: Ticket): boolean {
  return ticket.suspicion?.state === 'open' && isUnderWay(ticket);
}

/** Returns the page of open questions, or the page with the outcome. */
function pageFor(ticket: Ticket, language: Language, again?: Again): string {
  return isAsked(ticket) ? questionPage(ticket, language, again) : decidedPage(ticket, language);
}

/** The form fields that a browser sends: `<class>.<question>` is `yes` or `no`. */
const typedSchema = z.record(z.string(), z.string());

/** Returns the answers to questions of the ticket's suspicion. Ignores all other fields. */
function answersIn(typed: z.output<typeof typedSchema>, { suspicion }: Ticket) {
  const given = (suspicion?.findings ?? []).flatMap(({ hazard }) =>
    hazards[hazard].questions.flatMap(({ key: question }) => {
      const value = typed[`${hazard}.${question}`];
      return value === 'yes' || value === 'no' ? [{ hazard, question, yes: value === 'yes' }] : [];
    }),
  );
  return answerTriageSchema.safeParse({ answers: given }).data;
}

/**
 * Answers the questions through the link, under the rules of `answerTriage` (R74.2). Late answers without
 * danger change nothing. Returns undefined when the form has no answer.
 */
async function answerThroughLink(
  ticket: Ticket,
  typed: z.output<typeof typedSchema>,
  act: ActionContext,
): Promise<Ticket | undefined> {
  const input = answersIn(typed, ticket);
  if (!input) return undefined;
  if (!isUnderWay(ticket)) return ticket;
  try {
    const { after, transaction } = await answerTriage(ticket, input, act, await ticketRulesOf(ticket));
    await transaction.commit();
    return after;
  } catch (error) {
    if (error instanceof Problem && error.kind === nothingSuspected) return ticket;
    throw error;
  }
}

/**
 * Routes of the questions about a suspected emergency, behind the link in the letter that acknowledges the
 * report (R74.2).
 */
export const questionPageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/p/tickets/{token}',
    operationId: 'showEmergencyQuestions',
    summary: 'Show the questions about a suspected emergency behind the link in the e-mail',
    description:
      'Shows the outcome when the suspicion is decided or the ticket has ended. Opening the page changes nothing.',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    response: 'html',
    handle: async (call) => {
      const found = await openTicketLink(call);
      return 'refusal' in found ? found.refusal : page(pageFor(found.record, found.language));
    },
  }),
  route({
    method: 'POST',
    path: '/p/tickets/{token}',
    operationId: 'answerEmergencyQuestions',
    summary: 'Answer the questions about a suspected emergency behind the link in the e-mail',
    description:
      'One answer of danger makes the ticket an emergency at once. Late answers without danger change nothing.',
    allow: 'public',
    throws: [
      'illegal-state',
      'in-the-future',
      'not-found',
      'nothing-suspected',
      'out-of-order',
      'too-many-entries',
      'triage-core-stays',
      'unknown-question',
    ],
    params: linkPath,
    query: linkQuery,
    body: typedSchema.optional().catch({}),
    response: 'html',
    otherStatuses: [400],
    handle: async (call) => {
      const found = await openTicketLink(call);
      if ('refusal' in found) return found.refusal;
      const { record: ticket, language } = found;
      const actor = { kind: 'link' as const, id: ticket.requester.personId ?? ticket.ticketId };
      const byLink = { ...call.act(), actor };
      const after = await answerThroughLink(ticket, call.body ?? {}, byLink);
      return after ? page(pageFor(after, language, 'rest')) : page(pageFor(ticket, language, 'nothing'), 400);
    },
  }),
];
