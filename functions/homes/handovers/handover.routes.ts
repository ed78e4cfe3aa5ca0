import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import { enterEstate } from '../../../shared/http/access.ts';
import { deskRoles, everybody, isStaff, staffRoles } from '../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { personOf, requireEstate } from '../../register/owners/public.ts';
import { checkIn, checkInSchema, handoverOfCode } from './check-in.ts';
import { handoverStates, handoverViewSchema } from './handover.ts';
import {
  handoverFor,
  handoverPath,
  onSite,
  phaseFor,
  phaseOf,
  phasePath,
  planners,
  standingOf,
} from './handover-access.ts';
import { operation, operationInPhase } from './handover-operation.ts';
import { handoverLists, handovers, homes } from './handovers.store.ts';
import { announceHome, announceHomeSchema } from './plan/announce-phase.ts';
import { leaveOut } from './plan/enter-homes.ts';
import { noticeDocument } from './plan/notice-document.ts';
import { proveNotice, proveSchema } from './plan/prove-notice.ts';
import { deemDelivered, refuseHome, refuseSchema } from './refuse-home.ts';

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
  operationInPhase({
    name: 'exclude',
    operationId: 'excludeHome',
    summary: 'Exclude a home from its phase; only before its buyer is notified',
    allow: planners,
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, phase, act }, { reason }) => leaveOut(before, phase, { ...act, reason }),
  }),
  operationInPhase({
    name: 'announce',
    operationId: 'announceHome',
    summary: 'Send the handover notice to one buyer, also again with a later day',
    allow: planners,
    body: announceHomeSchema,
    run: ({ before, phase, estate, act }, input) => announceHome(before, phase, input, estate, act),
  }),
  operation({
    name: 'record-proof',
    operationId: 'recordNoticeProof',
    summary: 'Record the proof that the notice arrived; courier receipt or signer',
    allow: deskRoles,
    body: proveSchema,
    run: ({ before, today, act }, input) => proveNotice(before, input, today, act),
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/check-in',
    operationId: 'checkInHandover',
    summary: 'Check in the buyer or an agent by code; once, on the day of the booking',
    allow: onSite,
    params: phasePath,
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
  operation({
    name: 'refuse',
    operationId: 'refuseHome',
    summary: 'Record that the buyer refuses the home, with the ground',
    allow: onSite,
    body: refuseSchema,
    run: ({ before, estate, act }, input) => refuseHome(before, input, estate.calendar.zone, act),
  }),
  operationInPhase({
    name: 'deem-delivered',
    operationId: 'deemHomeDelivered',
    summary: 'Deem a home delivered on the day its proven notice named (视为交付)',
    allow: planners,
    body: z.strictObject({ reason: reasonSchema(2_000) }),
    run: ({ before, phase, today, act }, { reason }) => deemDelivered(before, phase, today, { ...act, reason }),
  }),
];
