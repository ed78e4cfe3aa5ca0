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
import { personOf, requireEstate } from '../../register/owners/public.ts';
import { checkIn, checkInSchema, handoverOfCode } from './check-in.ts';
import { phaseFor, today } from './estate-for.ts';
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

/** Routes of a handover (交付) from the notice to the handover day (D17). */
export const handoverRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/handovers',
    operationId: 'listHandovers',
    summary: 'List the handovers of a phase, a unit or an estate; a resident needs unitId of their own unit',
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
            index: 'updates',
            partition: handoverLists.handovers(estateId),
            sort,
            ...wanted,
            where: { state },
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
    summary: 'Get a handover; a resident only their own',
    allow: everybody,
    params: handoverPath,
    response: handoverViewSchema,
    handle: async (call) => ok(await handoverFor(call)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/events',
    operationId: 'listHandoverEvents',
    summary: 'List the events of a handover, oldest first',
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
    summary: 'Get the written notice for print, in the language of the request (交付通知书)',
    allow: everybody,
    params: handoverPath,
    response: 'html',
    handle: async (call) => {
      const handover = await handoverFor(call);
      const [phase, estate] = await Promise.all([phaseOf(handover), requireEstate(handover.estateId)]);
      return page(noticeDocument(handover, phase, estate.name, call.language));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/exclude',
    operationId: 'excludeHome',
    summary: 'Exclude a home from its phase; only before its buyer is notified',
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
    summary: 'Send the handover notice to one buyer, also again with a later day',
    allow: plannedBy,
    params: handoverPath,
    body: announceHomeSchema,
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const [phase, estate] = await Promise.all([phaseOf(handover), requireEstate(handover.estateId)]);
      const { occurredAt } = call.body;
      const { after, transaction } = await announceHome(handover, phase, call.body, estate, call.act({ occurredAt }));
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/record-proof',
    operationId: 'recordNoticeProof',
    summary: 'Record the proof that the notice arrived; courier receipt or signer',
    allow: deskRoles,
    params: handoverPath,
    body: proveSchema,
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const day = today(await requireEstate(handover.estateId), call.now);
      const change = proveNotice(handover, call.body, day, call.act());
      return change ? call.commit(change.transaction, ok(change.after)) : ok(handover);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/check-in',
    operationId: 'checkInHandover',
    summary: 'Check in the buyer or an agent by code; once, on the day of the booking',
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
    summary: 'Record that the buyer refuses the home, with the ground',
    allow: metBy,
    params: handoverPath,
    body: refuseSchema,
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const { zone } = (await requireEstate(handover.estateId)).calendar;
      const act = call.act({ occurredAt: call.body.occurredAt });
      const { after, transaction } = refuseHome(handover, call.body, zone, act);
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/deem-delivered',
    operationId: 'deemHomeDelivered',
    summary: 'Deem a home delivered on the day its proven notice named (视为交付)',
    allow: plannedBy,
    params: handoverPath,
    body: z.strictObject({ reason }),
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const [phase, estate] = await Promise.all([phaseOf(handover), requireEstate(handover.estateId)]);
      const act = call.act({ reason: call.body.reason });
      const { after, transaction } = deemDelivered(handover, phase, today(estate, call.now), act);
      return call.commit(transaction, ok(after));
    },
  }),
];
