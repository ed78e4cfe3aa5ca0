import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { setting } from '../kernel/environment.ts';

let client: S3Client | undefined;
/** Path style, because every S3 and every engine that speaks it understands that. */
export function s3(): S3Client {
  client ??= new S3Client({ forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  return client;
}

/** Seconds that a presigned address is good for. */
const goodFor = 15 * 60;

/** Address to which the client itself puts a file of just this type and size, for a quarter of an hour. */
export function uploadUrl(file: { key: string; contentType: string; size: number }): Promise<string> {
  const command = new PutObjectCommand({
    Bucket: setting('UPLOADS_BUCKET'),
    Key: file.key,
    ContentType: file.contentType,
    ContentLength: file.size,
  });
  return getSignedUrl(s3(), command, {
    expiresIn: goodFor,
    signableHeaders: new Set(['content-type', 'content-length']),
  });
}

/** Address from which a file is read, for a quarter of an hour; the browser saves it under its name. */
export function downloadUrl(file: { key: string; fileName: string }): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: setting('UPLOADS_BUCKET'),
    Key: file.key,
    ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
  });
  return getSignedUrl(s3(), command, { expiresIn: goodFor });
}
