import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addressFor, addressOf, announced, storeFile } from '../../../shared/files/stored-file.ts';
import { staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get, list } from '../../../shared/store/table.ts';
import { handoverFor, handoverPath, onSite } from './handover-access.ts';
import { fileDetailsSchema, handoverFileSchema } from './handover-file.ts';
import { files } from './inspection/inspection.store.ts';

const fileTaken = problemKind('file-id-taken', 409, {
  'zh-CN': '文件编号 {fileId} 已用于另一文件。请换一个 fileId。',
  'zh-TW': '檔案編號 {fileId} 已用於另一檔案。請換一個 fileId。',
  en: 'File id {fileId} is already used for another file. Choose another fileId.',
});

const fileViewSchema = handoverFileSchema.omit({ key: true, checked: true }).meta({ id: 'File' });

const filePath = handoverPath.extend({ fileId: z.string().max(64) });

/** Loads a file of a handover that the caller may see. @throws Problem not-found. */
async function fileFor(call: Parameters<typeof handoverFor>[0] & { params: z.output<typeof filePath> }) {
  const { handoverId } = await handoverFor(call);
  const file = await get(files, { handoverId, fileId: call.params.fileId });
  if (!file) throw new Problem(problems.notFound);
  return file;
}

/** Routes for photos, proofs and signatures of a handover. */
export const handoverFileRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/files',
    operationId: 'attachHandoverFile',
    summary: 'Attach a photo, proof or signature to a handover and get its upload URL',
    description:
      'The client chooses `fileId`, so records made offline can refer to the file. The same details again return a new upload URL until the file is stored; other details under the same id are rejected. Upload the file, then call `confirmHandoverUpload`.',
    allow: onSite,
    throws: ['file-id-taken'],
    params: handoverPath,
    body: fileDetailsSchema,
    status: 201,
    response: z
      .object({ file: fileViewSchema, uploadUrl: z.string().optional() })
      .meta({ id: 'AttachHandoverFileResponse' }),
    handle: async (call) => {
      const { handoverId, estateId } = await handoverFor(call);
      const { fileId } = call.body;
      const stored = await get(files, { handoverId, fileId });
      const location = `/v1/handovers/${handoverId}/files`;
      if (stored) {
        const { fileName, contentType, size } = call.body;
        const same = stored.fileName === fileName && stored.contentType === contentType && stored.size === size;
        if (!same) throw new Problem(fileTaken, { fileId });
        return created({ file: stored, uploadUrl: await addressFor(stored) }, location);
      }
      const file = {
        ...call.body,
        handoverId,
        estateId,
        key: `handovers/${estateId}/${handoverId}/${fileId}`,
        addedBy: call.caller.personId,
        addedAt: call.now.toString(),
        ...announced,
      };
      const transaction = new Transaction().put(files, file, { text: 'attribute_not_exists(pk)' });
      return call.commit(transaction, created({ file, uploadUrl: await addressFor(file) }, location));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/files/{fileId}/confirm',
    operationId: 'confirmHandoverUpload',
    summary: 'Confirm that a file of a handover was uploaded',
    description:
      'The file is checked by its first bytes and stored. From then on it can be read, and nobody can replace it. A file that is not confirmed within two days is gone.',
    allow: onSite,
    throws: ['file-not-uploaded', 'file-of-another-kind'],
    params: filePath,
    response: fileViewSchema,
    handle: async (call) => {
      const file = await fileFor(call);
      if (file.storedAt !== undefined) return ok(file);
      await storeFile(file);
      const after = { ...file, ...announced, storedAt: call.now.toString() };
      const transaction = new Transaction().put(files, after, { text: 'attribute_not_exists(storedAt)' });
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/files/{fileId}/withhold',
    operationId: 'withholdHandoverFile',
    summary: 'Withhold a file of a handover that is harmful',
    description: 'A scanner or a person found it harmful. Nobody can download it any more. It stays in the bucket.',
    allow: ['supervisor', 'manager', 'administrator'],
    params: filePath,
    body: z.strictObject({ reason: reasonSchema(500) }).meta({ id: 'WithholdHandoverFileBody' }),
    response: fileViewSchema,
    handle: async (call) => {
      const file = await fileFor(call);
      if (file.withheld) return ok(file);
      const withheld = { by: call.caller.personId, at: call.now.toString(), reason: call.body.reason };
      const after = { ...file, withheld };
      const transaction = new Transaction().put(files, after, { text: 'attribute_not_exists(withheld)' });
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/files',
    operationId: 'listHandoverFiles',
    summary: 'List the files of a handover with their download URLs',
    description:
      'A download URL is valid for 15 minutes. A file has none until its upload is confirmed, and while it is withheld.',
    allow: staffRoles,
    params: handoverPath,
    query: z.strictObject(pageQuery),
    response: pageOf(
      fileViewSchema.extend({ downloadUrl: z.string().optional() }).meta({ id: 'ListHandoverFilesItem' }),
    ),
    handle: async (call) => {
      const { handoverId } = await handoverFor(call);
      const { pk } = files.key({ handoverId, fileId: '' });
      const found = await list(files, { partition: pk, sort: { beginsWith: 'FILE#' }, ...call.query });
      const items = found.items.map(async (one) => ({ ...one, downloadUrl: await addressOf(one) }));
      return ok({ ...found, items: await Promise.all(items) });
    },
  }),
];
