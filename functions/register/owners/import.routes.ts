import * as z from 'zod';
import { uploadUrl } from '../../../shared/files/uploads.ts';
import { unchangedSince, visible } from '../../../shared/http/access.ts';
import type { Caller, Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { createImport, importIdOf, requestCommit, requestValidation } from './create-import.ts';
import { errorPage } from './error.page.ts';
import { estatePath, keepers } from './estate.routes.ts';
import { fileKey, type Import, importDetailsSchema, importSchema, mayBeValidated } from './import.ts';
import { errorView, rowErrorViewSchema } from './import-errors.ts';
import { estates, imports, keptErrors } from './owners.store.ts';

const importPath = z.object({ estateId: z.string().max(64), importId: z.string().max(64) });
const readers: readonly Role[] = ['administrator', 'manager'];

/** An import with its progress in an API response. */
const importViewSchema = importSchema.omit({ etag: true, columns: true, at: true, run: true }).meta({ id: 'Import' });
const openedImportSchema = importViewSchema
  .extend({
    /** Upload URL, valid for 15 minutes: PUT with `content-type: text/csv` and exactly the given size. */
    uploadUrl: z.string().optional(),
  })
  .meta({ id: 'OpenedImport' });

async function importFor(call: { params: { estateId: string; importId: string }; caller: Caller }): Promise<Import> {
  const { estateId, importId } = call.params;
  const found = await get(imports, { importId });
  return visible(found?.estateId === estateId ? found : undefined, call.caller);
}

async function withUploadUrl(one: Import) {
  if (!mayBeValidated.includes(one.state)) return one;
  return { ...one, uploadUrl: await uploadUrl({ key: fileKey(one), contentType: 'text/csv', size: one.size }) };
}

const addressOf = ({ estateId, importId }: Import) => `/v1/estates/${estateId}/imports/${importId}`;

export const importRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/imports',
    operationId: 'createImport',
    summary: 'Create an import of a CSV file of units or people; the same file returns the same import',
    allow: keepers,
    params: estatePath,
    body: importDetailsSchema,
    status: 201,
    response: openedImportSchema,
    handle: async (call) => {
      const { estateId } = visible(await get(estates, call.params), call.caller);
      const there = await get(imports, { importId: importIdOf(estateId, call.body) });
      if (there) return ok(await withUploadUrl(there));
      const { after, transaction } = createImport(estateId, call.body, call.act());
      return call.commit(transaction, created(await withUploadUrl(after), addressOf(after)));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/imports/{importId}/validate',
    operationId: 'validateImport',
    summary: 'Validate every row of the file; writes nothing to the register',
    allow: keepers,
    params: importPath,
    status: 202,
    response: importViewSchema,
    handle: async (call) => {
      const before = await importFor(call);
      unchangedSince(call.ifMatch, before);
      const { after, transaction } = requestValidation(before, call.act());
      return call.commit(transaction, accepted(after, addressOf(after)));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/imports/{importId}/commit',
    operationId: 'commitImport',
    summary: 'Write a validated file to the register',
    allow: keepers,
    params: importPath,
    status: 202,
    response: importViewSchema,
    handle: async (call) => {
      const before = await importFor(call);
      unchangedSince(call.ifMatch, before);
      const { after, transaction } = requestCommit(before, call.act());
      return call.commit(transaction, accepted(after, addressOf(after)));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/imports/{importId}',
    operationId: 'getImport',
    summary: 'Get the state and progress of an import',
    allow: readers,
    params: importPath,
    response: importViewSchema,
    handle: async (call) => ok(await importFor(call)),
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/imports/{importId}/errors',
    operationId: 'listImportErrors',
    summary: 'List the first 1,000 errors of an import in the order of the file',
    allow: readers,
    params: importPath,
    query: z.strictObject(pageQuery),
    response: pageOf(rowErrorViewSchema),
    handle: async (call) => {
      const one = await importFor(call);
      const { items, cursor } = errorPage(one, await keptErrors(one), call.query);
      return ok({ items: items.map((error) => errorView(error, call.language)), ...(cursor && { cursor }) });
    },
  }),
];
