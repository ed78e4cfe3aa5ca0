import * as z from 'zod';
import { enterEstate, unchangedSince } from '../../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { accepted, created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import { list } from '../../../../shared/store/table.ts';
import { estateFor, phaseFor, today } from '../estate-for.ts';
import { handoverViewSchema } from '../handover.ts';
import {
  handoverLists,
  leftOutSchema,
  leftOutUnits,
  phases,
  unprovenNotices,
  unprovenSchema,
} from '../handovers.store.ts';
import { announcePhase, announceSchema, whoIsWrittenTo } from './announce-phase.ts';
import { closePhase, closePhaseSchema, openHomeSchema, reopenPhase } from './close-phase.ts';
import { addHome } from './enter-homes.ts';
import { figuresOf, figuresSchema } from './figures.ts';
import { newPhaseSchema, phaseViewSchema } from './phase.ts';
import { changePhase, createPhase } from './plan-phase.ts';

const estatePath = z.object({ estateId: z.string().max(64) });
/** Path parameter of everything about one phase. */
const phasePath = z.object({ phaseId: z.string().max(64) });
const plannedBy: readonly Role[] = ['manager', 'administrator'];

/** Phases (交付批次): planning, homes, writing to their buyers, and how it goes (D17). */
export const phaseRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/estates/{estateId}/phases',
    operationId: 'createPhase',
    summary: 'Plan the handover of the homes of some buildings; they are entered one slice after the other',
    allow: plannedBy,
    params: estatePath,
    body: newPhaseSchema,
    status: 202,
    response: phaseViewSchema,
    handle: async (call) => {
      const estate = await estateFor(call.caller, call.params.estateId);
      const day = today(estate, call.now);
      const { after, transaction } = await createPhase(estate.estateId, call.body, day, call.act());
      return call.commit(transaction, accepted(after, `/v1/handovers/phases/${after.phaseId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/estates/{estateId}/phases',
    operationId: 'listPhases',
    summary: 'Phases of an estate, the latest first; with updatedSince in the order of change',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject({ ...pageQuery, updatedSince: instantSchema.optional() }),
    response: pageOf(phaseViewSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      return ok(await latestOrChanged(phases, handoverLists.phases(params.estateId), query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}',
    operationId: 'getPhase',
    summary: 'One phase, and how far its homes are entered and written to',
    allow: staffRoles,
    params: phasePath,
    response: phaseViewSchema,
    handle: async (call) => ok((await phaseFor(call)).phase),
  }),
  route({
    method: 'PUT',
    path: '/v1/handovers/phases/{phaseId}',
    operationId: 'changePhase',
    summary: 'Change a phase; what the notices say stays once they are out',
    allow: plannedBy,
    params: phasePath,
    body: newPhaseSchema,
    response: phaseViewSchema,
    handle: async (call) => {
      const { phase, estate } = await phaseFor(call);
      unchangedSince(call.ifMatch, phase);
      const { after, transaction } = await changePhase(phase, call.body, today(estate, call.now), call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/figures',
    operationId: 'getPhaseFigures',
    summary:
      'How a phase goes: homes by state, written to and proven, places and bookings by day, no-shows, keys, defects',
    allow: staffRoles,
    params: phasePath,
    response: figuresSchema,
    handle: async (call) => ok(await figuresOf((await phaseFor(call)).phase)),
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/homes',
    operationId: 'addHomeToPhase',
    summary: 'Add one home, of whatever building; write to its buyer with announce',
    allow: plannedBy,
    params: phasePath,
    body: z.strictObject({ unitId: z.string().max(64) }),
    status: 201,
    response: handoverViewSchema,
    handle: async (call) => {
      const { phase, estate } = await phaseFor(call);
      unchangedSince(call.ifMatch, phase);
      const { after, transaction } = await addHome(phase, call.body, estate, call.act());
      return call.commit(transaction, created(after, `/v1/handovers/${after.handoverId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/excluded',
    operationId: 'listExcludedHomes',
    summary: 'Units of its buildings that are not in a phase, by label, each with the reason',
    allow: staffRoles,
    params: phasePath,
    query: z.strictObject(pageQuery),
    response: pageOf(leftOutSchema),
    handle: async (call) => {
      const { phase } = await phaseFor(call);
      const { pk: partition } = phases.key(phase);
      return ok(await list(leftOutUnits, { partition, sort: { beginsWith: 'LEFTOUT#' }, ...call.query }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/announce',
    operationId: 'announcePhase',
    summary: 'Write to the buyers (交付通知书), at least noticeDays ahead; with dryRun=true only say to how many',
    allow: plannedBy,
    params: phasePath,
    query: z.strictObject({ dryRun: z.stringbool().default(false) }),
    body: announceSchema,
    status: 202,
    response: z.object({
      phase: phaseViewSchema,
      writtenOn: dateSchema,
      noticedFor: dateSchema,
      homes: z.int(),
      /** Counted in a dry run. */
      withoutAddress: z.int().optional(),
    }),
    handle: async (call) => {
      const { phase, estate } = await phaseFor(call);
      unchangedSince(call.ifMatch, phase);
      const { occurredAt } = call.body;
      const { after, transaction } = await announcePhase(phase, call.body, estate, call.act({ occurredAt }));
      const days = { writtenOn: after.announcing?.writtenOn, noticedFor: phase.from };
      const location = `/v1/handovers/phases/${phase.phaseId}`;
      if (call.query.dryRun) return accepted({ phase, ...days, ...(await whoIsWrittenTo(phase)) }, location);
      return call.commit(transaction, accepted({ phase: after, ...days, homes: phase.homes }, location));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/close',
    operationId: 'closePhase',
    summary:
      'Close a phase in which every home has its keys; with leaving=true those may stay open that count as delivered or were refused with good reason',
    allow: plannedBy,
    params: phasePath,
    body: closePhaseSchema,
    response: z.object({
      phase: phaseViewSchema,
      /** Homes that are left open, the first fifty; all by listHandovers with their state. */
      open: z.array(openHomeSchema),
    }),
    handle: async (call) => {
      const { phase } = await phaseFor(call);
      unchangedSince(call.ifMatch, phase);
      if (phase.state === 'closed') return ok({ phase, open: [] });
      const { after, open, transaction } = await closePhase(phase, call.body, call.act());
      return call.commit(transaction, ok({ phase: after, open }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/reopen',
    operationId: 'reopenPhase',
    summary: 'Open a phase again, to hand over what was left open',
    allow: plannedBy,
    params: phasePath,
    body: z.strictObject({ reason: reasonSchema(2_000) }),
    response: phaseViewSchema,
    handle: async (call) => {
      const { phase } = await phaseFor(call);
      unchangedSince(call.ifMatch, phase);
      const { after, transaction } = reopenPhase(phase, call.body.reason, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/unproven',
    operationId: 'listUnprovenNotices',
    summary: 'Homes whose notice is not known to have arrived, by label: to be delivered by hand or by courier',
    allow: staffRoles,
    params: phasePath,
    query: z.strictObject(pageQuery),
    response: pageOf(unprovenSchema),
    handle: async (call) => {
      const { phase } = await phaseFor(call);
      const { pk: partition } = phases.key(phase);
      return ok(await list(unprovenNotices, { partition, sort: { beginsWith: 'UNPROVEN#' }, ...call.query }));
    },
  }),
];
