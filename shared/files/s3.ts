import { S3Client } from '@aws-sdk/client-s3';

let client: S3Client | undefined;

/**
 * Returns the S3 client of background functions. It uses path-style addresses, because S3 and every
 * compatible engine support them.
 */
export function s3(): S3Client {
  client ??= new S3Client({ forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  return client;
}
