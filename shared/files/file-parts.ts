import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchUpload,
  PutObjectCommand,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { setting } from '../kernel/environment.ts';
import { s3 } from './s3.ts';

/** A file that a background function writes. */
export interface WrittenFile {
  readonly key: string;
  readonly contentType: string;
}

/** The progress of an upload: the multipart upload and the tag of each part. A small file has neither. */
export interface Uploaded {
  readonly uploadId?: string | undefined;
  readonly parts: string[];
}

/**
 * The multipart upload no longer exists: it was completed or aborted. The file must be written from the
 * start.
 */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}

/** The minimum bytes of a part except the last. S3 accepts no other part below five megabytes. */
export const partBytes = 8 * 1024 * 1024;

const bytesSchema = z.instanceof(Uint8Array);

const objectOf = ({ key }: Pick<WrittenFile, 'key'>) => ({ Bucket: setting('UPLOADS_BUCKET'), Key: key });

/**
 * Uploads one more part; the last part completes the file. Uploading a part again replaces it.
 * @throws UploadGone.
 */
export async function uploadNext(
  file: WrittenFile,
  { uploadId, parts }: Uploaded,
  body: string | Uint8Array,
  isLast: boolean,
): Promise<Uploaded> {
  const object = objectOf(file);
  if (isLast && uploadId === undefined) {
    await s3().send(new PutObjectCommand({ ...object, ContentType: file.contentType, Body: body }));
    return { parts: [] };
  }
  try {
    const UploadId = uploadId ?? (await beginUpload(file));
    const PartNumber = parts.length + 1;
    const { ETag = '' } = await s3().send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body: body }));
    const all = [...parts, ETag];
    if (isLast) {
      const Parts = all.map((tag, i) => ({ ETag: tag, PartNumber: i + 1 }));
      await s3().send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
    }
    return { uploadId: UploadId, parts: all };
  } catch (error) {
    if (isGone(error)) throw new UploadGone();
    throw error;
  }
}

async function beginUpload(file: WrittenFile): Promise<string> {
  const wanted = { ...objectOf(file), ContentType: file.contentType };
  const { UploadId = '' } = await s3().send(new CreateMultipartUploadCommand(wanted));
  return UploadId;
}

const isGone = (error: unknown) =>
  error instanceof NoSuchUpload || (error instanceof S3ServiceException && error.name === 'NoSuchUpload');

/**
 * Writes a whole file from pieces, in parts that S3 accepts. Returns its size in bytes. An interrupted upload
 * leaves no file.
 */
export async function uploadWhole(
  file: WrittenFile,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<number> {
  let uploaded: Uploaded = { parts: [] };
  let waiting: Uint8Array[] = [];
  let [waitingBytes, bytes] = [0, 0];
  for await (const piece of pieces) {
    if (waitingBytes >= partBytes) {
      uploaded = await uploadNext(file, uploaded, Buffer.concat(waiting), false);
      [waiting, waitingBytes] = [[], 0];
    }
    const more = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
    waiting.push(more);
    waitingBytes += more.byteLength;
    bytes += more.byteLength;
  }
  await uploadNext(file, uploaded, Buffer.concat(waiting), true);
  return bytes;
}

/** Returns the text of a file. @throws S3ServiceException when there is none. */
export async function textOfFile(file: Pick<WrittenFile, 'key'>): Promise<string> {
  const { Body } = await s3().send(new GetObjectCommand(objectOf(file)));
  return (await Body?.transformToString('utf-8')) ?? '';
}

/** Returns the SHA-256 of a text, in hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Returns the SHA-256 of a written file, in hex, without holding all of it. */
export async function sha256OfFile(file: Pick<WrittenFile, 'key'>): Promise<string> {
  const hash = createHash('sha256');
  const { Body } = await s3().send(new GetObjectCommand(objectOf(file)));
  const stream = Body?.transformToWebStream();
  for await (const chunk of stream ?? []) hash.update(bytesSchema.parse(chunk));
  return hash.digest('hex');
}
