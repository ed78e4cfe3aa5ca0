import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import { enterEstate, unchangedSince } from '../../../shared/http/access.ts';
import { deskRoles, everybody, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { personOf } from '../../register/owners/public.ts';
import { checkIn, checkInSchema, handoverOfCode } from './check-in.ts';
import { knownEstate, phaseFor, today } from './estate-for.ts';
import { handoverStates, handoverViewSchema } from './handover.ts';
import { handoverFor, handoverPath, phaseOf, standingOf } from './handover-access.ts';
import { handoverLists, handovers, homes } from './handovers.store.ts';
import { announceHome, announceHomeSchema } from './plan/announce-phase.ts';
import { leaveOut } from './plan/enter-homes.ts';
import { noticeDocument } from './plan/notice-document.ts';
import { proveNotice, proveSchema } from './plan/prove-notice.ts';
import { deemDelivered, refuseHome, refuseSchema } from './refuse-home.ts';

const plannedBy: readonly Role[] = ['manager', 'administrator'];
const metBy: readonly Role[] = [...deskRoles, 'technician'];
const reason = reasonSchema(2_000);

/** Handovers (交付): what is read of one, and what happens to it from the notice to the day (D17). */
export const handoverRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/handovers',
    operationId: 'listHandovers',
    summary:
      'Handovers: of a phase by state and label, of a unit (a resident: of his), or of an estate in the order of change',
    allow: everybody,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      phaseId: z.string().max(64).optional(),
      unitId: z.string().max(64).optional(),
      state: z.enum(handoverStates).optional(),
      updatedSince: instantSchema.optional(),
    }),
    response: pageOf(handoverViewSchema),
    handle: async ({ caller, query, now }) => {
      const { estateId, phaseId, unitId, state, updatedSince, ...wanted } = query;
      enterEstate(caller, estateId);
      if (unitId !== undefined) {
        const home = await get(homes, { unitId });
        const found = home && (await get(handovers, home));
        if (found?.estateId !== estateId) throw new Problem(problems.notFound);
        await standingOf(caller, found, now);
        return ok({ items: [found] });
      }
      if (!isStaff(caller)) throw new Problem(problems.notFound);
      if (phaseId === undefined) {
        const sort = changedSince(updatedSince ?? '2000-01-01T00:00:00Z');
        return ok(
          await list(handovers, {
            ...{ index: 'updates', partition: handoverLists.handovers(estateId), sort, ...wanted, where: { state } },
          }),
        );
      }
      const { phase } = await phaseFor({ caller, params: { phaseId } });
      if (phase.estateId !== estateId) throw new Problem(problems.notFound);
      const sort = { beginsWith: state === undefined ? '' : `${state}#` };
      const ofState = state === undefined ? {} : { sort };
      return ok(
        await list(handovers, { index: 'lists', partition: handoverLists.ofPhase(phaseId), ...ofState, ...wanted }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}',
    operationId: 'getHandover',
    summary: 'One handover; a resident sees his own',
    allow: everybody,
    params: handoverPath,
    response: handoverViewSchema,
    handle: async (call) => ok(await handoverFor(call)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/events',
    operationId: 'listHandoverEvents',
    summary: 'The written record, oldest first',
    allow: staffRoles,
    params: handoverPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => ok(await timeline('handovers', handovers.key(await handoverFor(call)).pk, call.query)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/notice',
    operationId: 'getHandoverNotice',
    summary: 'The written notice (交付通知书) to be printed, in the language of the request; always the same bytes',
    allow: everybody,
    params: handoverPath,
    response: 'html',
    handle: async (call) => {
      const handover = await handoverFor(call);
      const [phase, estate] = await Promise.all([phaseOf(handover), knownEstate(handover.estateId)]);
      return page(noticeDocument(handover, phase, estate.name, call.language));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/exclude',
    operationId: 'excludeHome',
    summary: 'Leave a home out of its phase before its buyer is written to',
    allow: plannedBy,
    params: handoverPath,
    body: z.strictObject({ reason: reasonSchema(500) }),
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const { after, transaction } = await leaveOut(handover, call.body.reason, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/announce',
    operationId: 'announceHome',
    summary: 'Write to one buyer: of a home that was added later, or once more with a later day',
    allow: plannedBy,
    params: handoverPath,
    body: announceHomeSchema,
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const [phase, estate] = await Promise.all([phaseOf(handover), knownEstate(handover.estateId)]);
      const { occurredAt } = call.body;
      const { after, transaction } = await announceHome(handover, phase, call.body, estate, call.act({ occurredAt }));
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/record-proof',
    operationId: 'recordNoticeProof',
    summary: 'Enter that the notice arrived: receipt of the courier, or who signed',
    allow: deskRoles,
    params: handoverPath,
    body: proveSchema,
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const day = today(await knownEstate(handover.estateId), call.now);
      const change = proveNotice(handover, call.body, day, call.act());
      return change ? call.commit(change.transaction, ok(change.after)) : ok(handover);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/check-in',
    operationId: 'checkInHandover',
    summary:
      'Somebody is at the door and says his code: once, on the day of his booking; an agent shows his power of attorney',
    allow: metBy,
    params: z.object({ phaseId: z.string().max(64) }),
    body: checkInSchema,
    response: handoverViewSchema,
    handle: async (call) => {
      const { phase, estate } = await phaseFor(call);
      const { code, identity, occurredAt } = call.body;
      const handover = await handoverOfCode(phase.phaseId, code);
      const buyer = (await personOf(handover.buyerId))?.name ?? handover.buyerId;
      const { after, transaction } = checkIn(handover, identity, estate.calendar.zone, buyer, call.act({ occurredAt }));
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/refuse',
    operationId: 'refuseHome',
    summary:
      'The buyer refuses his home: for its structure, because it can hardly be lived in, or without good reason (R3.4)',
    allow: metBy,
    params: handoverPath,
    body: refuseSchema,
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const { zone } = (await knownEstate(handover.estateId)).calendar;
      const act = call.act({ occurredAt: call.body.occurredAt });
      const { after, transaction } = refuseHome(handover, call.body, zone, act);
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/deem-delivered',
    operationId: 'deemHomeDelivered',
    summary:
      'Find that a home counts as delivered on the day of its proven notice: refused without reason, or he never came (R3.4)',
    allow: plannedBy,
    params: handoverPath,
    body: z.strictObject({ reason }),
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const [phase, estate] = await Promise.all([phaseOf(handover), knownEstate(handover.estateId)]);
      const act = call.act({ reason: call.body.reason });
      const { after, transaction } = deemDelivered(handover, phase, today(estate, call.now), act);
      return call.commit(transaction, ok(after));
    },
  }),
];
