import { S3Client } from '@aws-sdk/client-s3';

let client: S3Client | undefined;

/** Returns the S3 client of background functions. */
export function s3(): S3Client {
  client ??= new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  return client;
}
