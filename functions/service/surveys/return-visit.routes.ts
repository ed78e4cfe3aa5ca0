import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { deskRoles, type Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { senderOf } from '../../register/owners/public.ts';
import { ticketOf, workersOf } from '../tickets/public.ts';
import { attemptReturnVisit } from './attempt-return-visit.ts';
import { attemptDetailsSchema, returnVisitSchema, returnVisitStatuses } from './return-visit.ts';
import { atVersion, returnVisitForm } from './return-visit-form.ts';
import { returnVisits, surveyLists } from './surveys.store.ts';

/** Roles that may read return visits, which contain telephone numbers. */
const readers: readonly Role[] = [...deskRoles, 'auditor'];

const visitViewSchema = returnVisitSchema.omit({ nextDueAt: true }).meta({ id: 'Visit' });
const visitPath = z.object({ visitId: z.string().max(64) });

/** Routes of return visits (回访). */
export const returnVisitRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/surveys/return-visits',
    operationId: 'listReturnVisits',
    summary: 'List the return visits of an estate',
    description: 'With `status` in the order of the next call, otherwise with the latest change first.',
    allow: readers,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      status: z.enum(returnVisitStatuses).optional(),
    }),
    response: pageOf(visitViewSchema),
    handle: async ({ caller, query }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const inStatus = (status: NonNullable<typeof query.status>) => surveyLists.visitsIn(estateId, status);
      return ok(await workList(returnVisits, { all: surveyLists.visits(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/return-visits/{visitId}',
    operationId: 'getReturnVisit',
    summary: 'Get a return visit with all attempts',
    description: 'It has a telephone number, so only the front desk and auditors may read it.',
    allow: readers,
    params: visitPath,
    response: visitViewSchema,
    handle: async ({ caller, params }) => ok(visible(await get(returnVisits, params), caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/surveys/return-visits/{visitId}/attempts',
    operationId: 'attemptReturnVisit',
    summary: 'Record a call of a return visit',
    description:
      'Nobody who worked on, replied to, resolved or closed the ticket makes the call, nor who reported it. The policy of the estate says how many hours must pass after an unanswered call; an earlier call answers 409 `called-too-soon`. `not-fixed` reopens the ticket, and the last unanswered call ends the visit as `unverified`.',
    allow: deskRoles,
    throws: ['called-too-soon', 'illegal-state', 'in-the-future', 'not-by-the-repairer', 'out-of-order'],
    params: visitPath,
    body: attemptDetailsSchema,
    response: visitViewSchema,
    handle: async (call) => {
      const visit = visible(await get(returnVisits, call.params), call.caller);
      unchangedSince(call.ifMatch, visit);
      const { occurredAt } = call.body;
      const ticket = await ticketOf(visit.ticketId);
      const workers = ticket ? workersOf(ticket) : [];
      const act = call.act({ occurredAt });
      const { after, transaction } = attemptReturnVisit(visit, call.body, workers, act, call.now);
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/return-visits/{visitId}/form',
    operationId: 'getReturnVisitForm',
    summary: 'Get the printable return-visit record (服务回访记录表) of a version',
    description:
      'A page for printing; default: the latest version, in the language of the estate. The same version gives the same page while the letterhead of the estate stays.',
    allow: readers,
    params: visitPath,
    query: z.strictObject({
      version: z.coerce.number().int().min(1).optional(),
      language: languageSchema.optional(),
    }),
    response: 'html',
    handle: async ({ caller, params, query }) => {
      const visit = visible(await get(returnVisits, params), caller);
      const { version = visit.version, language = visit.language } = query;
      if (version > visit.version) throw new Problem(problems.notFound);
      return page(returnVisitForm(atVersion(visit, version), await senderOf(visit.estateId), language));
    },
  }),
];
