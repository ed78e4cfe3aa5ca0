import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../../shared/http/access.ts';
import { type Caller, everybody, isStaff, staffRoles } from '../../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery, severalOf } from '../../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../../shared/http/route.ts';
import { Problem, problems } from '../../../../shared/kernel/problem.ts';
import { compareInstants, instantSchema } from '../../../../shared/kernel/time.ts';
import { inStates } from '../../../../shared/store/stages.ts';
import { get, list, listThrough } from '../../../../shared/store/table.ts';
import { handoverFor, handoverPath, onSite } from '../handover-access.ts';
import { handovers } from '../handovers.store.ts';
import { type Defect, defectOf, defectSchema, defectStates } from './defect.ts';
import { defects, inspectionLists, recordsOf } from './inspection.store.ts';
import { inspectionOf } from './inspection.ts';
import { inspectionRecordSchema } from './inspection-record.ts';
import { loadInspection } from './load-inspection.ts';
import { rectifyDefect, rectifySchema } from './rectify-defect.ts';

const defectPath = z.object({ defectId: z.string().max(64) });
const defectViewSchema = defectSchema.omit({ nextDueAt: true }).meta({ id: 'Defect' });

/** Removes the names of those who rectified the defect for residents. */
function viewOf(defect: Defect, caller: Caller): Defect {
  return isStaff(caller) ? defect : { ...defect, rectifiedBy: [] };
}

async function defectFor(call: { params: { defectId: string }; caller: Caller }): Promise<Defect> {
  const defect = visible(await get(defects, call.params), call.caller);
  if (isStaff(call.caller)) return defect;
  // The buyer may have changed since the defect was found.
  const handover = await get(handovers, defect);
  if (handover?.buyerId !== call.caller.personId) throw new Problem(problems.notFound);
  return defect;
}

const filters = {
  /** Only defects in one of these states, separated by commas: `open,rectified`. */
  state: severalOf(defectStates).optional(),
  trade: z.string().max(40).optional(),
  contractor: z.string().max(120).optional(),
};

/** Routes for defects of homes (质量问题), from a failed item to its closing by an inspector. */
export const defectRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/handovers/defects',
    operationId: 'listDefects',
    summary: 'List the defects of a phase by state and due day, or of an estate in order of change',
    description:
      'In the order of change unless `phaseId` is given without `updatedSince`: then open ones come first, or the states in the order given. A page is full unless the list ends, or the filters leave too few of the next 6,550 defects; then it has a `cursor` nevertheless. Of a phase, `state` is no such filter.',
    allow: staffRoles,
    query: z.strictObject({
      ...pageQuery,
      ...filters,
      estateId: z.string().max(64),
      phaseId: z.string().max(64).optional(),
      updatedSince: instantSchema.optional(),
    }),
    response: pageOf(defectViewSchema),
    handle: async ({ caller, query }) => {
      const { estateId, phaseId, state, trade, contractor, updatedSince, ...page } = query;
      enterEstate(caller, estateId);
      const where = { estateId, trade, contractor };
      if (phaseId !== undefined && updatedSince === undefined) {
        const ofPhase = { index: 'lists', partition: inspectionLists.defectsOfPhase(phaseId), where } as const;
        return ok(await listThrough(defects, inStates(ofPhase, state ?? defectStates), page));
      }
      const since = updatedSince !== undefined && { sort: changedSince(updatedSince) };
      const partition = inspectionLists.defects(estateId);
      return ok(
        await list(defects, { index: 'updates', partition, ...since, where: { ...where, phaseId, state }, ...page }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/defects',
    operationId: 'listDefectsOfHome',
    summary: 'List the defects of a home by state and due day',
    description: 'Open ones come first, then rectified and closed ones. Residents do not see who rectified a defect.',
    allow: everybody,
    params: handoverPath,
    query: z.strictObject(pageQuery),
    response: pageOf(defectViewSchema),
    handle: async (call) => {
      const { handoverId } = await handoverFor(call);
      const partition = inspectionLists.defectsOfHome(handoverId);
      const ofHome = { index: 'mine', partition } as const;
      const found = await listThrough(defects, inStates(ofHome, defectStates), call.query);
      return ok({ ...found, items: found.items.map((one) => viewOf(one, call.caller)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/defects/{defectId}',
    operationId: 'getDefect',
    summary: 'Get a defect',
    description:
      'Staff also get `course`, the inspection records of the item. A resident reaches a defect as the present buyer of the home.',
    allow: everybody,
    params: defectPath,
    response: defectViewSchema
      .extend({
        /** The inspection records of its item in order of time. For staff only. */
        course: z.array(inspectionRecordSchema).optional(),
      })
      .meta({ id: 'GetDefectResponse' }),
    handle: async (call) => {
      const defect = await defectFor(call);
      if (!isStaff(call.caller)) return ok(viewOf(defect, call.caller));
      const all = await recordsOf(defect.handoverId);
      const course = all.filter((one) => 'itemId' in one && one.itemId === defect.itemId);
      return ok({ ...defect, course: course.sort((a, b) => compareInstants(a.at, b.at)) });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/defects/{defectId}/rectify',
    operationId: 'rectifyDefect',
    summary: 'Record that a defect is rectified, with proof (整改完成)',
    description:
      'An inspector then re-inspects the item. Neither the person who entered it nor the person in `doneBy` may close it.',
    allow: onSite,
    throws: ['illegal-state', 'in-the-future', 'out-of-order'],
    params: defectPath,
    body: rectifySchema,
    response: defectViewSchema,
    handle: async (call) => {
      const defect = await defectFor(call);
      unchangedSince(call.ifMatch, defect);
      const handover = await handoverFor({ ...call, params: defect });
      const act = call.act({ occurredAt: call.body.occurredAt });
      const { inspection, transaction } = rectifyDefect(await loadInspection(handover), defect.itemId, call.body, act);
      const item = inspectionOf(inspection.records).get(defect.itemId);
      if (!item?.defect) throw new Error(`${defect.defectId} has no records`);
      return call.commit(
        transaction,
        ok(defectOf(inspection.handover, item, item.defect, act.recordedAt, inspection.zone)),
      );
    },
  }),
];
