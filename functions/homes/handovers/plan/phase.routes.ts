import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince } from '../../../../shared/http/access.ts';
import { staffRoles } from '../../../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { accepted, created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import { list } from '../../../../shared/store/table.ts';
import { estateInReach } from '../../../register/owners/public.ts';
import { handoverViewSchema } from '../handover.ts';
import { phaseFor, phasePath, planners, today } from '../handover-access.ts';
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

/** Routes of phases (交付批次): planning, homes, notices and figures (D17). */
export const phaseRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/estates/{estateId}/phases',
    operationId: 'createPhase',
    summary: 'Create a phase for the homes of some buildings',
    description:
      'Its homes are entered in the background; the state then becomes `planned`. No phase may begin before the completion acceptance, lack a mandatory document, or hold back keys for fees, deed tax or deposits.',
    allow: planners,
    throws: ['gate-not-allowed', 'not-accepted-yet', 'papers-missing', 'phase-over', 'unknown-staff'],
    params: estatePath,
    body: newPhaseSchema,
    status: 202,
    response: phaseViewSchema,
    handle: async (call) => {
      const estate = await estateInReach(call.caller, call.params.estateId);
      const day = today(estate, call.now);
      const { after, transaction } = await createPhase(estate.estateId, call.body, day, call.act());
      return call.commit(transaction, accepted(after, `/v1/handovers/phases/${after.phaseId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/estates/{estateId}/phases',
    operationId: 'listPhases',
    summary: 'List the phases of an estate',
    description: 'Latest first; with `updatedSince` in the order of change.',
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
    summary: 'Get a phase and its progress',
    allow: staffRoles,
    params: phasePath,
    response: phaseViewSchema,
    handle: async (call) => ok((await phaseFor(call)).phase),
  }),
  route({
    method: 'PUT',
    path: '/v1/handovers/phases/{phaseId}',
    operationId: 'changePhase',
    summary: 'Change a phase',
    description: '`buildings` never changes. Once notices are sent, only `managerId` and a later `to` may change.',
    allow: planners,
    throws: [
      'gate-not-allowed',
      'not-accepted-yet',
      'papers-missing',
      'phase-over',
      'promised-already',
      'unknown-staff',
    ],
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
    summary: 'Get the figures of a phase',
    description: 'Numbers count homes unless the field says otherwise.',
    allow: staffRoles,
    params: phasePath,
    response: figuresSchema,
    handle: async (call) => ok(await figuresOf((await phaseFor(call)).phase)),
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/homes',
    operationId: 'addHomeToPhase',
    summary: 'Add a home of any building to a phase',
    description: 'The unit needs an owner and must not be in another phase. Its buyer is notified with `announce`.',
    allow: planners,
    throws: ['home-in-a-phase', 'illegal-state', 'unit-without-owner', 'unknown-unit'],
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
    summary: 'List the units that are not in a phase, with the reason',
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
    summary: 'Send the notices of a phase to its buyers (交付通知书)',
    description:
      'Slots must be planned, and the first day must be `noticeDays` away. Notices go out in the background, by e-mail where there is an address. With `dryRun` the answer only counts them. A posted notice may be entered after it was sent.',
    allow: planners,
    throws: ['illegal-state', 'in-the-future', 'no-days-planned', 'notice-too-short', 'out-of-order'],
    params: phasePath,
    query: z.strictObject({ dryRun: z.stringbool().default(false) }),
    body: announceSchema,
    status: 202,
    response: z
      .object({
        phase: phaseViewSchema,
        writtenOn: dateSchema,
        noticedFor: dateSchema,
        homes: z.int(),
        /** Only in a dry run: buyers without an e-mail address. */
        withoutAddress: z.int().optional(),
      })
      .meta({ id: 'AnnouncePhaseResponse' }),
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
    summary: 'Close a phase',
    description:
      'Every home must have its keys. With `leaving` and a reason, homes that are deemed delivered or were refused with good reason may stay open. A closed phase takes no days, bookings, homes or notices.',
    allow: planners,
    throws: ['homes-open', 'illegal-state'],
    params: phasePath,
    body: closePhaseSchema,
    response: z
      .object({
        phase: phaseViewSchema,
        /** The first fifty homes left open. List all with listHandovers and a state. */
        open: z.array(openHomeSchema),
      })
      .meta({ id: 'ClosePhaseResponse' }),
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
    summary: 'Reopen a closed phase',
    description: 'It returns to its state before the closing, so that homes left open can be handed over.',
    allow: planners,
    throws: ['illegal-state'],
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
    summary: 'List the homes whose notice has no proof of delivery',
    description: '`failed` says why an e-mail did not arrive.',
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
