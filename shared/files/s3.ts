import { S3Client } from '@aws-sdk/client-s3';

let client: S3Client | undefined;

/** Reads and writes files itself; for functions that nobody waits for. Path style, because every S3 and every engine that speaks it understands that. */
export function s3(): S3Client {
  client ??= new S3Client({ forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  return client;
}
