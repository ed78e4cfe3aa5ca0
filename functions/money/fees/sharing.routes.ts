import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../shared/http/auth.ts';

import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, type Call, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get, list } from '../../../shared/store/table.ts';
import { calculateSharing, mustBeShared, requestSharing } from './create-sharing.ts';
import type { StoredFeeItem } from './fee-item.ts';
import { feeItems, feeLists, sharingLines, sharings } from './fees.store.ts';
import { sharingSchema } from './sharing.ts';
import { newSharingSchema, sharingLineItemSchema, sharingRecordSchema } from './sharing-record.ts';

const sharingPath = z.object({ sharingId: z.string().max(64) });
const sharedBy: readonly Role[] = ['manager', 'administrator'];

/** Operations on sharings of common costs and their published results (D25, R6.1). */
export const sharingRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/fees/estates/{estateId}/sharings',
    operationId: 'createSharing',
    summary: 'Share a common cost among the units of a pool',
    description:
      'The cost of a fee item is shared once for the same units (`pool`) and days. A sharing that failed may be requested again. The share of each unit is calculated in the background.',
    allow: sharedBy,
    throws: ['not-a-shared-item', 'price-changes-within', 'shared-already', 'unknown-units'],
    params: estatePath,
    body: newSharingSchema,
    bodyLimits: { bytes: 256 * 1024, values: 16_000 },
    status: 202,
    response: sharingRecordSchema,
    handle: async (call) => {
      const item = await itemToShare(call);
      const { after, transaction } = await requestSharing(item, call.body, call.act());
      return call.commit(transaction, accepted(after, `/v1/fees/sharings/${after.sharingId}`));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/fees/estates/{estateId}/sharings/preview',
    operationId: 'previewSharing',
    summary: 'Preview the lines of a sharing',
    description: 'Calculates as `createSharing` does and writes nothing.',
    allow: sharedBy,
    throws: ['cannot-be-shared', 'not-a-shared-item', 'price-changes-within', 'unknown-units'],
    params: estatePath,
    body: newSharingSchema,
    bodyLimits: { bytes: 256 * 1024, values: 16_000 },
    response: sharingSchema,
    handle: async (call) => {
      const item = await itemToShare(call);
      mustBeShared(item, call.body.period);
      return ok(await calculateSharing(item, call.body));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/estates/{estateId}/sharings',
    operationId: 'listSharings',
    summary: 'List the sharings of an estate',
    description: 'Latest days first, with usage, price and amount.',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(sharingRecordSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const partition = feeLists.sharings(params.estateId);
      return ok(await list(sharings, { index: 'lists', partition, descending: true, ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/sharings/{sharingId}',
    operationId: 'getSharing',
    summary: 'Get a sharing with its state',
    description: 'A failed sharing says why, and may be requested again.',
    allow: staffRoles,
    params: sharingPath,
    response: sharingRecordSchema,
    handle: async (call) => ok(visible(await get(sharings, call.params), call.caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/fees/sharings/{sharingId}/lines',
    operationId: 'listSharingLines',
    summary: 'List what each unit bears of a sharing',
    description: 'Exempt units are included, with their clause.',
    allow: staffRoles,
    params: sharingPath,
    query: z.strictObject(pageQuery),
    response: pageOf(sharingLineItemSchema),
    handle: async ({ caller, params, query }) => {
      const sharing = visible(await get(sharings, params), caller);
      const { pk: partition } = sharings.key(sharing);
      return ok(await list(sharingLines, { partition, sort: { beginsWith: 'LINE#' }, ...query }));
    },
  }),
];

/** Returns the fee item of a sharing. @throws Problem not-found for one of another estate than the path's. */
async function itemToShare({
  caller,
  params: { estateId },
  body,
}: Call<{ estateId: string }, unknown, { feeItemId: string }>): Promise<StoredFeeItem> {
  enterEstate(caller, estateId);
  const item = await get(feeItems, body);
  if (!item || item.estateId !== estateId) throw new Problem(problems.notFound);
  return item;
}
