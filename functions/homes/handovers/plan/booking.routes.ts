import * as z from 'zod';
import { unchangedSince } from '../../../../shared/http/access.ts';
import { deskRoles, everybody, type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { list } from '../../../../shared/store/table.ts';
import { allows, handoverViewSchema } from '../handover.ts';
import { handoverFor, handoverPath, phaseFor, phaseOf, phasePath, planners, standingOf } from '../handover-access.ts';
import { operation } from '../handover-operation.ts';
import { bookSlot, releaseSlot, SlotFull, slotFull } from './book-slot.ts';
import { planDays } from './plan-days.ts';
import { freeSlotSchema, freeView, isFree, planDaysSchema, slotViewSchema, stationPlanSchema } from './slot.ts';
import { slotsOf, stationsOf, waitingList, waitingSchema } from './slots.store.ts';
import { waitForSlot, waitNoMore } from './wait-for-slot.ts';

const bookers: readonly Role[] = ['resident', ...deskRoles];
const ofDay = { ...pageQuery, day: dateSchema.optional() };

const noPower = problemKind('power-of-attorney-missing', 422, {
  'zh-CN': '代理人预约缺少授权委托书编号。请填写 powerOfAttorney。',
  'zh-TW': '代理人預約缺少授權委託書編號。請填寫 powerOfAttorney。',
  en: 'An agent needs a power of attorney to book. Enter its number in powerOfAttorney.',
});

/** Routes for days and slots of a phase, bookings (预约) and the waiting list (D17). */
export const bookingRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/days',
    operationId: 'planHandoverDays',
    summary: 'Plan handover days with stations, staff and slots',
    description:
      'All days are planned or none. A staff member works at one station a day, and a station takes at most as many homes at once as it has staff. Further stations of a day can be added later.',
    allow: planners,
    throws: ['day-plan-wrong', 'illegal-state', 'station-planned-already', 'too-many-slots'],
    params: phasePath,
    body: planDaysSchema,
    bodyLimits: { bytes: 128 * 1024, values: 4_000 },
    status: 201,
    response: z.object({ items: z.array(stationPlanSchema) }),
    handle: async (call) => {
      const { phase, estate } = await phaseFor(call);
      const { plans, transaction } = await planDays(phase, call.body.days, estate, call.act());
      return call.commit(transaction, created({ items: plans }, `/v1/handovers/phases/${phase.phaseId}/days`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/days',
    operationId: 'listHandoverDays',
    summary: 'List the stations and staff of a phase, by day',
    allow: staffRoles,
    params: phasePath,
    query: z.strictObject(ofDay),
    response: pageOf(stationPlanSchema),
    handle: async (call) => ok(await stationsOf((await phaseFor(call)).phase.phaseId, call.query)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/slots',
    operationId: 'listHandoverSlots',
    summary: 'List the slots of a phase in order of time, with bookings',
    allow: staffRoles,
    params: phasePath,
    query: z.strictObject(ofDay),
    response: pageOf(slotViewSchema),
    handle: async (call) => ok(await slotsOf((await phaseFor(call)).phase.phaseId, call.query)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/waiting',
    operationId: 'listWaitingForSlots',
    summary: 'List the homes on the waiting list of a phase',
    description:
      'Sorted by day, then by order of joining. Homes whose booking the developer cancelled get the next freed slot first.',
    allow: staffRoles,
    params: phasePath,
    query: z.strictObject(pageQuery),
    response: pageOf(waitingSchema),
    handle: async (call) => {
      const { phaseId } = (await phaseFor(call)).phase;
      const { pk: partition } = waitingList.key({ phaseId, handoverId: '', since: '' });
      return ok(await list(waitingList, { partition, ...call.query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/slots',
    operationId: 'listFreeHandoverSlots',
    summary: 'List the free slots of a handover',
    description:
      'Slots that are full, cancelled or have begun are left out, so a page may hold fewer records than `limit`. Empty when the home needs no booking, such as after the keys.',
    allow: everybody,
    params: handoverPath,
    query: z.strictObject(ofDay),
    response: pageOf(freeSlotSchema),
    handle: async (call) => {
      const handover = await handoverFor(call);
      const [{ state }, found] = await Promise.all([phaseOf(handover), slotsOf(handover.phaseId, call.query)]);
      // Who cannot book, such as after the keys, is offered nothing.
      const free =
        state === 'closed' || !allows(handover, 'book') ? [] : found.items.filter((slot) => isFree(slot, call.now));
      return ok({ ...found, items: free.map(freeView) });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/book',
    operationId: 'bookHandover',
    summary: 'Book a slot, or move the booking to another slot',
    description:
      'Staff may book until the slot ends, everyone else until it begins. An agent needs `powerOfAttorney`. A full slot answers 409 with other free slots. Moving keeps the code; the same slot again changes nothing.',
    allow: bookers,
    throws: ['illegal-state', 'power-of-attorney-missing', 'slot-cancelled', 'slot-full', 'slot-over', 'unknown-slot'],
    params: handoverPath,
    body: z.strictObject({ slotId: z.string().min(1).max(64), powerOfAttorney: z.string().min(1).max(200).optional() }),
    response: handoverViewSchema,
    handle: async (call) => {
      const handover = await handoverFor(call);
      unchangedSince(call.ifMatch, handover);
      const as = await standingOf(call.caller, handover, call.now);
      const { slotId, powerOfAttorney } = call.body;
      if (as === 'agent' && powerOfAttorney === undefined) throw new Problem(noPower);
      const by = { as, id: call.caller.personId, ...(powerOfAttorney !== undefined && { powerOfAttorney }) };
      try {
        const change = await bookSlot(handover, slotId, { by, now: call.now, act: call.act() });
        if (!change) return ok(handover);
        return await call.commit(change.transaction, ok(change.after));
      } catch (error) {
        throw error instanceof SlotFull ? await slotFull(handover, slotId, call.now) : error;
      }
    },
  }),
  operation({
    name: 'release',
    operationId: 'releaseHandoverSlot',
    summary: 'Release the booked slot',
    description: 'The first home on the waiting list gets the slot if it is at least two hours ahead.',
    allow: bookers,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500).optional() }),
    run: ({ before, act }, { reason }) => releaseSlot(before, { ...act, reason }),
  }),
  operation({
    name: 'join-waiting-list',
    operationId: 'joinHandoverWaitingList',
    summary: 'Put a home on the waiting list for a slot',
    description:
      'The home waits for a slot on `day`, or on any day without `day`. Answers 409 `places-free` while such a slot is free that begins in two hours or later. A freed slot is booked for the first home on the list, and its buyer is notified. A home with a booking keeps it and names another day.',
    allow: bookers,
    throws: ['day-over', 'illegal-state', 'name-another-day', 'places-free'],
    body: z.strictObject({ day: dateSchema.optional() }),
    run: ({ before, act, now, today }, input) => waitForSlot(before, { ...input, today }, act, now),
  }),
  operation({
    name: 'leave-waiting-list',
    operationId: 'leaveHandoverWaitingList',
    summary: 'Take a home off the waiting list',
    description: 'Changes nothing for a home that is not on the list.',
    allow: bookers,
    body: z.strictObject({}),
    run: ({ before, act }) => waitNoMore(before, act),
  }),
];
