import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { enterEstate } from '../../../shared/http/access.ts';
import { deskRoles, everybody, isStaff, staffRoles } from '../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery, severalOf } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { inStates } from '../../../shared/store/stages.ts';
import { get, list, listThrough } from '../../../shared/store/table.ts';
import { namedTimeline, personOf, senderOf } from '../../register/owners/public.ts';
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
    summary: 'List the handovers of a phase, a unit or an estate',
    description:
      'Residents must name a unit in which they have rights. With `phaseId` the list is by state and unit, of several states in the order given. Otherwise it is in the order of change. A page is full unless the list ends, or `state` leaves too few of the next 6,550 handovers of an estate; then it has a `cursor` nevertheless.',
    allow: everybody,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      phaseId: z.string().max(64).optional(),
      unitId: z.string().max(64).optional(),
      /** Only handovers in one of these states, separated by commas: `notified,booked`. */
      state: severalOf(handoverStates).optional(),
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
      const ofPhase = { index: 'lists', partition: handoverLists.ofPhase(phaseId) } as const;
      return ok(await listThrough(handovers, inStates(ofPhase, state), wanted));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}',
    operationId: 'getHandover',
    summary: 'Get a handover',
    description: 'Residents reach a handover as its buyer, a co-owner or a registered agent.',
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
    handle: async (call) => ok(await namedTimeline('handovers', handovers.key(await handoverFor(call)).pk, call.query)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/notice',
    operationId: 'getHandoverNotice',
    summary: 'Get the written notice for print (交付通知书)',
    description:
      'In the language of the request, with the same bytes each time while the letterhead of the estate stays. Before the notice is written it is not found.',
    allow: everybody,
    params: handoverPath,
    response: 'html',
    handle: async (call) => {
      const handover = await handoverFor(call);
      const [phase, sender] = await Promise.all([phaseOf(handover), senderOf(handover.estateId)]);
      return page(noticeDocument(handover, phase, sender, call.language));
    },
  }),
  operationInPhase({
    name: 'exclude',
    operationId: 'excludeHome',
    summary: 'Exclude a home from its phase',
    description: 'Only before its buyer is notified. The home can then be added to another phase.',
    allow: planners,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, phase, act }, { reason }) => leaveOut(before, phase, { ...act, reason }),
  }),
  operationInPhase({
    name: 'announce',
    operationId: 'announceHome',
    summary: 'Send the handover notice to one buyer',
    description:
      'For a home that was added later, or again with a later day after a refusal or a no-show. The phase must be announced. Without `noticedFor` the notice names the first day that leaves `noticeDays`.',
    allow: planners,
    throws: ['illegal-state', 'in-the-future', 'notice-too-short', 'out-of-order', 'outside-the-phase'],
    body: announceHomeSchema,
    run: ({ before, phase, estate, act }, input) => announceHome(before, phase, input, estate, act),
  }),
  operation({
    name: 'record-proof',
    operationId: 'recordNoticeProof',
    summary: 'Record the proof that the notice arrived',
    description:
      'The earliest proven day counts, so a later one changes nothing. A home can be deemed delivered only with a proof. The arrival of an e-mail is recorded automatically.',
    allow: deskRoles,
    throws: ['arrived-on-no-such-day', 'illegal-state'],
    body: proveSchema,
    run: ({ before, today, act }, input) => proveNotice(before, input, today, act),
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/check-in',
    operationId: 'checkInHandover',
    summary: 'Check in the buyer or an agent by their booking code',
    description:
      'Only on the day of the booking, once for each booking. An agent needs a power of attorney. A check-in after a new booking begins the re-inspection.',
    allow: onSite,
    throws: ['illegal-state', 'in-the-future', 'not-its-day', 'out-of-order', 'unknown-code'],
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
    description:
      'An unsound structure, a serious effect on living, or an open blocking defect is a good reason; then the home is not delivered. The refusal frees the booked slot and takes the home off the waiting list.',
    allow: onSite,
    throws: ['illegal-state', 'in-the-future', 'out-of-order'],
    body: refuseSchema,
    run: ({ before, estate, act }, input) => refuseHome(before, input, estate.calendar.zone, act),
  }),
  operationInPhase({
    name: 'deem-delivered',
    operationId: 'deemHomeDelivered',
    summary: 'Deem a home delivered on the day its proven notice named (视为交付)',
    description:
      'The notice must be proven to have arrived before the day it named. The buyer refused without good reason, or never came and the last day is over. A home whose booking the developer cancelled needs a new notice or another booking first.',
    allow: planners,
    throws: [
      'illegal-state',
      'not-refused',
      'notice-not-proven',
      'refused-with-good-reason',
      'time-was-cancelled',
      'too-early-to-deem',
    ],
    body: z.strictObject({ reason: reasonSchema(2_000) }),
    run: ({ before, phase, today, act }, { reason }) => deemDelivered(before, phase, today, { ...act, reason }),
  }),
];
