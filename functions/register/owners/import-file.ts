import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { s3 } from '../../../shared/files/s3.ts';
import { setting } from '../../../shared/kernel/environment.ts';

/** A file being read, and the entity tag of these bytes. */
interface OpenFile {
  body: Readable;
  etag: string | undefined;
}

/** Opens an uploaded file as a stream from a byte on. Returns undefined when it was not uploaded. */
export async function openFile(key: string, fromByte = 0): Promise<OpenFile | undefined> {
  try {
    const { Body, ETag } = await s3().send(
      new GetObjectCommand({
        Bucket: setting('UPLOADS_BUCKET'),
        Key: key,
        ...(fromByte > 0 && { Range: `bytes=${fromByte}-` }),
      }),
    );
    return Body instanceof Readable ? { body: Body, etag: ETag } : undefined;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Reads a stream to its end and returns its SHA-256 in hexadecimal digits. */
export async function sha256Of(body: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}
