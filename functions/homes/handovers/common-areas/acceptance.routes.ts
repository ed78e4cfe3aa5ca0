import * as z from 'zod';
import { enterEstate, visible } from '../../../../shared/http/access.ts';
import { actingStaff, staffRoles } from '../../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { operationsOn } from '../../../../shared/http/operations.ts';
import { created, ok, page, type Route, route } from '../../../../shared/http/route.ts';
import { languageSchema } from '../../../../shared/kernel/language.ts';
import { instantSchema } from '../../../../shared/kernel/time.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { requireEstate, senderOf, staffOf } from '../../../register/owners/public.ts';
import { onSite, phaseFor, planners } from '../handover-access.ts';
import { handoversPolicy } from '../handovers.policy.ts';
import { acceptancePage } from './acceptance.page.ts';
import { acceptanceItems, acceptances, acceptancesOf, itemsOf } from './acceptance.store.ts';
import { acceptanceSchema, acceptanceStateSchema, itemSchema } from './acceptance.ts';
import {
  type AcceptanceChange,
  closeItem,
  closeItemSchema,
  judgeItems,
  judgeSchema,
  openAcceptance,
  openSchema,
  signAcceptance,
  signAcceptanceSchema,
} from './change-acceptance.ts';

const acceptancePath = z.object({ acceptanceId: z.string().max(64) });
const itemViewSchema = itemSchema.omit({ nextDueAt: true }).meta({ id: 'Item' });

/** Declares `POST /v1/handovers/acceptances/{acceptanceId}/<name>`: a named change of one acceptance. */
const operation = operationsOn({
  path: '/v1/handovers/acceptances/{acceptanceId}',
  params: acceptancePath,
  response: acceptanceSchema,
  load: async ({ params, caller, act }) => {
    const before = visible(await get(acceptances, params), caller);
    const [items, estate] = await Promise.all([itemsOf(before.acceptanceId), requireEstate(before.estateId)]);
    return { before, items, zone: estate.calendar.zone, act: act() };
  },
  change: (decided: AcceptanceChange) => decided,
  view: (after) => after,
});

/** Routes of the common-area acceptance (物业承接查验, D19, R3.9). */
export const acceptanceRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/acceptances',
    operationId: 'openAcceptance',
    summary: 'Open the common-area acceptance of a phase, with a signatory for each party',
    description:
      'Both signatories must be different staff members of the estate. A phase has one acceptance. Without `items` it takes the list of the estate.',
    allow: planners,
    throws: ['acceptance-exists', 'same-signatory', 'unknown-staff'],
    body: openSchema,
    bodyLimits: { bytes: 192 * 1024 },
    status: 201,
    otherStatuses: [200],
    response: acceptanceSchema,
    handle: async (call) => {
      const { phase } = await phaseFor({ ...call, params: { phaseId: call.body.phaseId } });
      const policy = await handoversPolicy.of(phase.estateId);
      const { after, transaction } = await openAcceptance(phase, call.body, policy, call.act());
      return call.commit(transaction, created(after, `/v1/handovers/acceptances/${after.acceptanceId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances',
    operationId: 'listAcceptances',
    summary: 'List the common-area acceptances of an estate in order of change',
    allow: staffRoles,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64), updatedSince: instantSchema.optional() }),
    response: pageOf(acceptanceSchema),
    handle: async ({ caller, query: { estateId, updatedSince, ...wanted } }) => {
      enterEstate(caller, estateId);
      const since = updatedSince !== undefined && { sort: changedSince(updatedSince) };
      return ok(await list(acceptances, { index: 'updates', partition: acceptancesOf(estateId), ...since, ...wanted }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{acceptanceId}',
    operationId: 'getAcceptance',
    summary: 'Get a common-area acceptance with its signatures',
    description: 'Items are listed separately.',
    allow: staffRoles,
    params: acceptancePath,
    response: acceptanceSchema,
    handle: async ({ caller, params }) => ok(visible(await get(acceptances, params), caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{acceptanceId}/items',
    operationId: 'listAcceptanceItems',
    summary: 'List the parts and documents of a common-area acceptance',
    allow: staffRoles,
    params: acceptancePath,
    query: z.strictObject({ ...pageQuery, state: acceptanceStateSchema.optional() }),
    response: pageOf(itemViewSchema),
    handle: async ({ caller, params, query: { state, ...wanted } }) => {
      visible(await get(acceptances, params), caller);
      const { pk } = acceptances.key(params);
      const ofItems = { partition: pk, sort: { beginsWith: 'ITEM#' }, where: { state } };
      return ok(await list(acceptanceItems, { ...ofItems, ...wanted }));
    },
  }),
  operation({
    name: 'judge',
    operationId: 'judgeAcceptanceItems',
    summary: 'Record results of items of a common-area acceptance',
    description:
      'A failed item needs a person responsible; without `dueOn` its due day follows from the policy of the estate. Earlier signatures become void. Of two results for one item the later counts.',
    allow: onSite,
    throws: ['illegal-state', 'unknown-item', 'unknown-staff'],
    body: judgeSchema,
    run: judgeItems,
  }),
  operation({
    name: 'close-item',
    operationId: 'closeAcceptanceItem',
    summary: 'Close a rectified item of a common-area acceptance',
    description: 'The person responsible for the item may not close it.',
    allow: onSite,
    throws: ['illegal-state', 'own-item', 'unknown-item'],
    body: closeItemSchema,
    run: closeItem,
  }),
  operation({
    name: 'sign',
    operationId: 'signAcceptance',
    summary: 'Sign a common-area acceptance for the developer or for the property company',
    description:
      'Only the named signatory of the party may sign, and only the version that they have read. Unchecked or blocking items prevent it. The second signature completes the acceptance; open items stay with their person responsible and due day.',
    allow: actingStaff,
    throws: ['blocking-items', 'illegal-state', 'items-unjudged', 'not-the-signatory'],
    body: signAcceptanceSchema,
    run: signAcceptance,
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{acceptanceId}/document',
    operationId: 'getAcceptanceDocument',
    summary: 'Get the common-area acceptance record for print (承接查验记录)',
    description:
      'The same version gives the same bytes in each language while the letterhead of the estate stays. Without `language`, the language of the request.',
    allow: staffRoles,
    params: acceptancePath,
    query: z.strictObject({ language: languageSchema.optional() }),
    bodyLimits: { bytes: 256 * 1024 },
    response: 'html',
    handle: async ({ caller, params, query, language }) => {
      const acceptance = visible(await get(acceptances, params), caller);
      const [items, sender] = await Promise.all([itemsOf(acceptance.acceptanceId), senderOf(acceptance.estateId)]);
      const ids = [...new Set(items.flatMap(({ ownerId }) => ownerId ?? []))];
      const people = await Promise.all(ids.map(staffOf));
      const names = new Map(people.flatMap((one): [string, string][] => (one ? [[one.staffId, one.name]] : [])));
      return page(acceptancePage({ acceptance, items, sender, names }, query.language ?? language));
    },
  }),
];
