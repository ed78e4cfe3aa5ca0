import * as z from 'zod';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { enterEstate, unchangedSince, visible } from '../../../../shared/http/access.ts';
import { deskRoles, type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery } from '../../../../shared/http/listing.ts';
import { type Call, created, ok, page, type Route, route } from '../../../../shared/http/route.ts';
import { languageSchema } from '../../../../shared/kernel/language.ts';
import { instantSchema } from '../../../../shared/kernel/time.ts';
import { retryOnConflict } from '../../../../shared/store/retry.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { requireEstate } from '../../../register/owners/public.ts';
import { phaseFor } from '../estate-for.ts';
import { handoversPolicy } from '../handovers.policy.ts';
import { acceptancePage } from './acceptance.page.ts';
import { acceptanceItems, acceptances, acceptancesOf, itemsOf } from './acceptance.store.ts';
import { type Acceptance, acceptanceSchema, acceptanceStateSchema, itemSchema } from './acceptance.ts';
import {
  closeItem,
  closeItemSchema,
  judgeItems,
  judgeSchema,
  openAcceptance,
  openSchema,
  type Standing,
  signAcceptance,
  signAcceptanceSchema,
} from './change-acceptance.ts';

const openedBy: readonly Role[] = ['manager', 'administrator'];
const judgedBy: readonly Role[] = ['technician', ...deskRoles];
const acceptancePath = z.object({ acceptanceId: z.string().max(64) });
const itemViewSchema = itemSchema.omit({ nextDueAt: true }).meta({ id: 'Item' });

/**
 * Declares the route `POST /v1/handovers/acceptances/{acceptanceId}/<name>`. Retries when the acceptance
 * changes meanwhile.
 */
function operation<S extends z.ZodType>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: (
    standing: Standing,
    call: Call<{ acceptanceId: string }, unknown, z.output<S>>,
  ) => Promise<{ after: Acceptance; transaction: Transaction }> | { after: Acceptance; transaction: Transaction };
}): Route {
  const { name, run, ...rest } = declaration;
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/handovers/acceptances/{acceptanceId}/${name}`,
    params: acceptancePath,
    response: acceptanceSchema,
    handle: (call) =>
      retryOnConflict(async () => {
        const acceptance = visible(await get(acceptances, call.params), call.caller);
        unchangedSince(call.ifMatch, acceptance);
        const [items, estate] = await Promise.all([
          itemsOf(acceptance.acceptanceId),
          requireEstate(acceptance.estateId),
        ]);
        const { after, transaction } = await run({ acceptance, items, zone: estate.calendar.zone }, call);
        return call.commit(transaction, ok(after));
      }),
  });
}

/** Routes of the common-area acceptance (物业承接查验, D19, R3.9). */
export const acceptanceRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/acceptances',
    operationId: 'openAcceptance',
    summary: 'Open the common-area acceptance of a phase, with a signatory for each party',
    allow: openedBy,
    body: openSchema,
    bodyLimits: { bytes: 192 * 1024 },
    status: 201,
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
    allow: staffRoles,
    params: acceptancePath,
    response: acceptanceSchema,
    handle: async ({ caller, params }) => ok(visible(await get(acceptances, params), caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{acceptanceId}/items',
    operationId: 'listAcceptanceItems',
    summary: 'List the parts and documents of a common-area acceptance; with state, a page may hold fewer',
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
    summary: 'Record results of items; a failed item needs ownerId; earlier signatures become void',
    allow: judgedBy,
    body: judgeSchema,
    run: (standing, { body, act }) => judgeItems(standing, body.judgements, act()),
  }),
  operation({
    name: 'close-item',
    operationId: 'closeAcceptanceItem',
    summary: 'Close a rectified item; the person responsible for it may not close it',
    allow: judgedBy,
    body: closeItemSchema,
    run: (standing, { body, act }) => closeItem(standing, body, act()),
  }),
  operation({
    name: 'sign',
    operationId: 'signAcceptance',
    summary: 'Sign a common-area acceptance for the developer or for the property company',
    allow: staffRoles,
    body: signAcceptanceSchema,
    run: (standing, { body, act }) => signAcceptance(standing, body, act()),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{acceptanceId}/document',
    operationId: 'getAcceptanceDocument',
    summary: 'Get the common-area acceptance record for print (承接查验记录)',
    allow: staffRoles,
    params: acceptancePath,
    query: z.strictObject({ language: languageSchema.optional() }),
    bodyLimits: { bytes: 256 * 1024 },
    response: 'html',
    handle: async ({ caller, params, query, language }) => {
      const acceptance = visible(await get(acceptances, params), caller);
      return page(acceptancePage(acceptance, await itemsOf(acceptance.acceptanceId), query.language ?? language));
    },
  }),
];
