import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { downloadUrl, uploadUrl } from '../../../shared/files/uploads.ts';
import { staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { get, list } from '../../../shared/store/table.ts';
import { handoverFor, handoverPath, onSite } from './handover-access.ts';
import { fileDetailsSchema, handoverFileSchema } from './handover-file.ts';
import { files } from './inspection/inspection.store.ts';

const fileTaken = problemKind('file-id-taken', 409, {
  'zh-CN': '文件编号 {fileId} 已用于另一文件。请换一个 fileId。',
  'zh-TW': '檔案編號 {fileId} 已用於另一檔案。請換一個 fileId。',
  en: 'File id {fileId} is already used for another file. Choose another fileId.',
});

const fileViewSchema = handoverFileSchema.omit({ key: true }).meta({ id: 'File' });

/** Routes for photos, proofs and signatures of a handover. */
export const handoverFileRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/files',
    operationId: 'attachHandoverFile',
    summary: 'Attach a photo, proof or signature to a handover and get its upload URL',
    description:
      'The client chooses `fileId`, so records made offline can refer to the file. The same details again return a new upload URL; other details under the same id are rejected.',
    allow: onSite,
    throws: ['file-id-taken'],
    params: handoverPath,
    body: fileDetailsSchema,
    status: 201,
    response: z.object({ file: fileViewSchema, uploadUrl: z.string() }).meta({ id: 'AttachHandoverFileResponse' }),
    handle: async (call) => {
      const { handoverId, estateId } = await handoverFor(call);
      const { fileId } = call.body;
      const stored = await get(files, { handoverId, fileId });
      const location = `/v1/handovers/${handoverId}/files`;
      if (stored) {
        const { fileName, contentType, size } = call.body;
        const same = stored.fileName === fileName && stored.contentType === contentType && stored.size === size;
        if (!same) throw new Problem(fileTaken, { fileId });
        return created({ file: stored, uploadUrl: await uploadUrl(stored) }, location);
      }
      const file = {
        ...call.body,
        handoverId,
        estateId,
        key: `handovers/${estateId}/${handoverId}/${fileId}`,
        addedBy: call.caller.personId,
        addedAt: call.now.toString(),
      };
      const transaction = new Transaction().put(files, file, { text: 'attribute_not_exists(pk)' });
      return call.commit(transaction, created({ file, uploadUrl: await uploadUrl(file) }, location));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/files',
    operationId: 'listHandoverFiles',
    summary: 'List the files of a handover with their download URLs',
    description: 'A download URL is valid for 15 minutes.',
    allow: staffRoles,
    params: handoverPath,
    query: z.strictObject(pageQuery),
    response: pageOf(fileViewSchema.extend({ downloadUrl: z.string() }).meta({ id: 'ListHandoverFilesItem' })),
    handle: async (call) => {
      const { handoverId } = await handoverFor(call);
      const { pk } = files.key({ handoverId, fileId: '' });
      const found = await list(files, { partition: pk, sort: { beginsWith: 'FILE#' }, ...call.query });
      const items = found.items.map(async (one) => ({ ...one, downloadUrl: await downloadUrl(one) }));
      return ok({ ...found, items: await Promise.all(items) });
    },
  }),
];
