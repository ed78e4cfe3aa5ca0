import * as z from 'zod';
import { unchangedSince, visible } from '../../../../shared/http/access.ts';
import { deskRoles, type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../../shared/http/route.ts';
import { Problem, problems } from '../../../../shared/kernel/problem.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { phaseFor, phasePath } from '../handover-access.ts';
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

const incidentPath = z.object({ incidentId: z.string().max(64) });
/** Roles that work on site. */
const onTheSpot: readonly Role[] = ['technician', 'cashier', ...deskRoles];

/** Routes for sudden incidents on a handover day (突发事件); the manager is notified at once (D17). */
export const incidentRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/phases/{phaseId}/incidents',
    operationId: 'reportHandoverIncident',
    summary: 'Report an incident on a handover day (突发事件)',
    description: 'The phase manager, or their deputy while they are away, is notified at once, at any hour.',
    allow: onTheSpot,
    throws: ['nobody-in-charge'],
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
    summary: 'List the incidents of a phase',
    description: 'Sorted by state, then by time of the report.',
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
    summary: 'Get an incident',
    allow: staffRoles,
    params: incidentPath,
    response: incidentSchema,
    handle: async (call) => ok(visible(await get(incidents, call.params), call.caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/incidents/{incidentId}/close',
    operationId: 'closeHandoverIncident',
    summary: 'Close an incident with its outcome',
    allow: deskRoles,
    throws: ['illegal-state'],
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
