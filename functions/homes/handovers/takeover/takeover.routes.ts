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
import { knownEstate, phaseFor } from '../estate-for.ts';
import { handoversPolicyOf } from '../inspection/inspection.store.ts';
import {
  closeItem,
  closeItemSchema,
  judgeItems,
  judgeSchema,
  openAcceptance,
  openSchema,
  type Standing,
  signAcceptance,
  signTakeoverSchema,
} from './change-takeover.ts';
import { takeoverPage } from './takeover.page.ts';
import { itemsOf, takeoverItems, takeovers, takeoversOf } from './takeover.store.ts';
import { itemSchema, type Takeover, takeoverSchema, takeoverStateSchema } from './takeover.ts';

const openedBy: readonly Role[] = ['manager', 'administrator'];
const judgedBy: readonly Role[] = ['technician', ...deskRoles];
const takeoverPath = z.object({ takeoverId: z.string().max(64) });
const itemViewSchema = itemSchema.omit({ nextDueAt: true });

/**
 * Declares the route `POST /v1/handovers/acceptances/{takeoverId}/<name>`. Retries when the acceptance
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
    call: Call<{ takeoverId: string }, unknown, z.output<S>>,
  ) => Promise<{ after: Takeover; transaction: Transaction }> | { after: Takeover; transaction: Transaction };
}): Route {
  const { name, run, ...rest } = declaration;
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/handovers/acceptances/{takeoverId}/${name}`,
    params: takeoverPath,
    response: takeoverSchema,
    handle: (call) =>
      retryOnConflict(async () => {
        const takeover = visible(await get(takeovers, call.params), call.caller);
        unchangedSince(call.ifMatch, takeover);
        const [items, estate] = await Promise.all([itemsOf(takeover.takeoverId), knownEstate(takeover.estateId)]);
        const { after, transaction } = await run({ takeover, items, zone: estate.calendar.zone }, call);
        return call.commit(transaction, ok(after));
      }),
  });
}

/** Routes of the common-area acceptance (物业承接查验, D19, R3.9). */
export const takeoverRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/acceptances',
    operationId: 'openAcceptance',
    summary: 'Open the common-area acceptance of a phase, with a signatory for each party',
    allow: openedBy,
    body: openSchema,
    bodyLimits: { bytes: 192 * 1024 },
    status: 201,
    response: takeoverSchema,
    handle: async (call) => {
      const { phase } = await phaseFor({ ...call, params: { phaseId: call.body.phaseId } });
      const policy = await handoversPolicyOf(phase.estateId);
      const { after, transaction } = await openAcceptance(phase, call.body, policy, call.act());
      return call.commit(transaction, created(after, `/v1/handovers/acceptances/${after.takeoverId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances',
    operationId: 'listAcceptances',
    summary: 'List the common-area acceptances of an estate in order of change',
    allow: staffRoles,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64), updatedSince: instantSchema.optional() }),
    response: pageOf(takeoverSchema),
    handle: async ({ caller, query: { estateId, updatedSince, ...wanted } }) => {
      enterEstate(caller, estateId);
      const since = updatedSince !== undefined && { sort: changedSince(updatedSince) };
      return ok(await list(takeovers, { index: 'updates', partition: takeoversOf(estateId), ...since, ...wanted }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{takeoverId}',
    operationId: 'getAcceptance',
    summary: 'Get a common-area acceptance with its signatures',
    allow: staffRoles,
    params: takeoverPath,
    response: takeoverSchema,
    handle: async ({ caller, params }) => ok(visible(await get(takeovers, params), caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{takeoverId}/items',
    operationId: 'listAcceptanceItems',
    summary: 'List the parts and documents of a common-area acceptance; with state, a page may hold fewer',
    allow: staffRoles,
    params: takeoverPath,
    query: z.strictObject({ ...pageQuery, state: takeoverStateSchema.optional() }),
    response: pageOf(itemViewSchema),
    handle: async ({ caller, params, query: { state, ...wanted } }) => {
      visible(await get(takeovers, params), caller);
      const { pk } = takeovers.key(params);
      const ofItems = { partition: pk, sort: { beginsWith: 'ITEM#' }, where: { state } };
      return ok(await list(takeoverItems, { ...ofItems, ...wanted }));
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
    body: signTakeoverSchema,
    run: (standing, { body, act }) => signAcceptance(standing, body, act()),
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/acceptances/{takeoverId}/document',
    operationId: 'getAcceptanceDocument',
    summary: 'Get the common-area acceptance record for print (承接查验记录)',
    allow: staffRoles,
    params: takeoverPath,
    query: z.strictObject({ language: languageSchema.optional() }),
    bodyLimits: { bytes: 256 * 1024 },
    response: 'html',
    handle: async ({ caller, params, query, language }) => {
      const takeover = visible(await get(takeovers, params), caller);
      return page(takeoverPage(takeover, await itemsOf(takeover.takeoverId), query.language ?? language));
    },
  }),
];
