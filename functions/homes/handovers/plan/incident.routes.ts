import * as z from 'zod';
import { unchangedSince, visible } from '../../../../shared/http/access.ts';
import { deskRoles, type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { Problem, problems } from '../../../../shared/kernel/problem.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { phaseFor } from '../estate-for.ts';
import { handovers } from '../handovers.store.ts';
import {
  closeIncident,
  incidentSchema,
  incidentStates,
  incidents,
  incidentsOf,
  reportIncident,
  reportIncidentSchema,
} from './incident.ts';

const phasePath = z.object({ phaseId: z.string().max(64) });
const incidentPath = z.object({ incidentId: z.string().max(64) });
/** Whoever of ours is on the spot. */
const onTheSpot: readonly Role[] = ['technician', 'cashier', ...deskRoles];

/** Sudden conflicts on a day of handing over (突发事件): told at once, closed with their outcome (D17). */
export const incidentRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/incidents',
    operationId: 'reportHandoverIncident',
    summary: 'Report a conflict: the manager of the phase, or his deputy, is told at once, at any hour',
    allow: onTheSpot,
    params: phasePath,
    body: reportIncidentSchema,
    status: 201,
    response: incidentSchema,
    handle: async (call) => {
      const { phase } = await phaseFor(call);
      const { handoverId } = call.body;
      const handover = handoverId === undefined ? undefined : await get(handovers, { handoverId });
      if (handoverId !== undefined && handover?.phaseId !== phase.phaseId) throw new Problem(problems.notFound);
      const { after, transaction } = await reportIncident(phase, call.body, call.act());
      return call.commit(transaction, created(after, `/v1/handovers/incidents/${after.incidentId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/phases/{phaseId}/incidents',
    operationId: 'listHandoverIncidents',
    summary: 'Incidents of a phase: those in a state, oldest first, or all',
    allow: staffRoles,
    params: phasePath,
    query: z.strictObject({ ...pageQuery, state: z.enum(incidentStates).optional() }),
    response: pageOf(incidentSchema),
    handle: async (call) => {
      const { phaseId } = (await phaseFor(call)).phase;
      const { state, ...wanted } = call.query;
      const ofState = state === undefined ? {} : { sort: { beginsWith: `${state}#` } };
      return ok(await list(incidents, { index: 'lists', partition: incidentsOf(phaseId), ...ofState, ...wanted }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/incidents/{incidentId}',
    operationId: 'getHandoverIncident',
    summary: 'One incident',
    allow: staffRoles,
    params: incidentPath,
    response: incidentSchema,
    handle: async (call) => ok(visible(await get(incidents, call.params), call.caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/incidents/{incidentId}/close',
    operationId: 'closeHandoverIncident',
    summary: 'Say how an incident ended',
    allow: deskRoles,
    params: incidentPath,
    body: z.strictObject({ outcome: z.string().min(1).max(2_000) }),
    response: incidentSchema,
    handle: async (call) => {
      const before = visible(await get(incidents, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const { after, transaction } = closeIncident(before, call.body.outcome, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
];
