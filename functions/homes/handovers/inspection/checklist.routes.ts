import * as z from 'zod';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { unchangedSince, visible } from '../../../../shared/http/access.ts';
import { staffRoles } from '../../../../shared/http/auth.ts';
import { ok, type Route, route } from '../../../../shared/http/route.ts';
import { Problem, problems } from '../../../../shared/kernel/problem.ts';
import { get } from '../../../../shared/store/table.ts';
import { phasePath, planners } from '../handover-access.ts';
import { phases } from '../handovers.store.ts';
import { checklistDetailsSchema, checklistSchema } from './checklist.ts';
import { checklistOf, checklists, checklistVersions } from './inspection.store.ts';

const path = '/v1/handovers/phases/{phaseId}/checklist' as const;

/** Routes for the inspection checklist of a phase (验房清单): its own or its estate's. */
export const checklistRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    operationId: 'getChecklist',
    summary: 'Get the inspection checklist of a phase',
    description: 'Version 0 is the checklist of the estate. `version` reads an earlier version of the phase.',
    allow: staffRoles,
    throws: ['stale'],
    params: phasePath,
    query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
    response: checklistSchema,
    handle: async ({ caller, params, query }) => {
      const phase = visible(await get(phases, params), caller);
      if (query.version === undefined) return ok(await checklistOf(phase));
      const kept = await get(checklistVersions, { ...params, version: query.version });
      if (!kept) throw new Problem(problems.notFound);
      return ok(kept);
    },
  }),
  route({
    method: 'PUT',
    path,
    operationId: 'changeChecklist',
    summary: 'Change the inspection checklist of a phase',
    description:
      '`If-Match: "0"` gives the phase its first own checklist. Earlier versions stay readable. Defects that were found before keep their due days.',
    allow: planners,
    params: phasePath,
    body: checklistDetailsSchema,
    bodyLimits: { bytes: 256 * 1024, values: 4_000 },
    response: checklistSchema,
    handle: async (call) => {
      const { phaseId, estateId } = visible(await get(phases, call.params), call.caller);
      const before = await checklistOf({ phaseId, estateId });
      unchangedSince(call.ifMatch, before);
      const after = { ...call.body, phaseId, estateId, version: before.version + 1 };
      const transaction = new Transaction()
        .save(checklists, after, before.version === 0 ? undefined : before)
        .put(checklistVersions, after)
        .record(checklists, after, 'PhaseChanged', { phaseId, changed: ['checklist'] }, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
];
