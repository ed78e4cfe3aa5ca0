import * as z from 'zod';
import { uploadUrl } from '../../../shared/files/uploads.ts';
import { estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import type { Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, type Call, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { createImport, importIdOf, requestCommit, requestValidation } from './create-import.ts';
import { errorPage } from './error.page.ts';
import { keepers } from './estate.routes.ts';
import { fileKey, type Import, importDetailsSchema, importSchema, mayBeValidated } from './import.ts';
import { errorView, rowErrorViewSchema } from './import-errors.ts';
import { imports, keptErrors } from './imports.store.ts';
import { estates } from './owners.store.ts';

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

type ImportCall = Call<z.output<typeof importPath>, unknown, unknown>;

async function importFor(call: Pick<ImportCall, 'params' | 'caller'>): Promise<Import> {
  const { estateId, importId } = call.params;
  const found = await get(imports, { importId });
  return visible(found?.estateId === estateId ? found : undefined, call.caller);
}

async function withUploadUrl(one: Import) {
  if (!mayBeValidated.includes(one.state)) return one;
  return { ...one, uploadUrl: await uploadUrl({ key: fileKey(one), contentType: 'text/csv', size: one.size }) };
}

const addressOf = ({ estateId, importId }: Import) => `/v1/estates/${estateId}/imports/${importId}`;

/** Requests work on an import that goes on after the answer, which names the import with its progress. */
async function answerRequest(call: ImportCall, request: typeof requestCommit): Promise<Reply> {
  const before = await importFor(call);
  unchangedSince(call.ifMatch, before);
  const { after, transaction } = request(before, call.act());
  return call.commit(transaction, accepted(after, addressOf(after)));
}

export const importRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/imports',
    operationId: 'createImport',
    summary: 'Create an import of a CSV file of units or people',
    description:
      'Upload the file with `PUT` to `uploadUrl`, then validate it. The same file (`sha256`) for the same estate returns the same import with 200.',
    allow: keepers,
    params: estatePath,
    body: importDetailsSchema,
    status: 201,
    otherStatuses: [200],
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
    summary: 'Validate every row of the file of an import',
    description:
      'Takes longer than the request: read the import for its progress. Writes nothing to the register. Can be repeated, for example after another upload.',
    allow: keepers,
    throws: ['illegal-state'],
    params: importPath,
    status: 202,
    response: importViewSchema,
    handle: (call) => answerRequest(call, requestValidation),
  }),
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/imports/{importId}/commit',
    operationId: 'commitImport',
    summary: 'Write the validated file of an import to the register',
    description:
      'Takes longer than the request: read the import for its progress. Only for a file that was validated without errors. Rows that cannot be written are left out and listed as errors.',
    allow: keepers,
    throws: ['illegal-state'],
    params: importPath,
    status: 202,
    response: importViewSchema,
    handle: (call) => answerRequest(call, requestCommit),
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/imports/{importId}',
    operationId: 'getImport',
    summary: 'Get the state and progress of an import',
    description:
      '`processed` of `rows` rows are done. `refused`: the file has errors, and nothing more is written. `incomplete`: rows were left out.',
    allow: readers,
    params: importPath,
    response: importViewSchema,
    handle: async (call) => ok(await importFor(call)),
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/imports/{importId}/errors',
    operationId: 'listImportErrors',
    summary: 'List the errors of an import in the order of the file',
    description: 'At most 1,000 errors are kept; the import has the number of all.',
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
