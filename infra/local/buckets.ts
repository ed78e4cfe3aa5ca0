import * as z from 'zod';
import type { CorsRule } from './engines.ts';
import { physicalName } from './names.ts';
import { type Catalogue, ignored } from './support.ts';

const bucketSchema = z.strictObject({
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          AllowedOrigins: z.array(z.string()),
          AllowedMethods: z.array(z.string()),
          AllowedHeaders: z.array(z.string()).optional(),
          ExposedHeaders: z.array(z.string()).optional(),
          MaxAge: z.number().optional(),
        }),
      ),
    })
    .optional(),
  // Access, encryption and expiry after a month have no effect on a local run.
  ...ignored('BucketName', 'BucketEncryption', 'PublicAccessBlockConfiguration', 'VersioningConfiguration', 'Tags'),
  ...ignored('LifecycleConfiguration', 'OwnershipControls'),
});

/** Returns the buckets of the assembly with their CORS rules. */
export function bucketsOf(found: Catalogue): Map<string, readonly CorsRule[]> {
  const buckets = found.take('AWS::S3::Bucket', bucketSchema);
  return new Map(buckets.map((one) => [physicalName(one), one.is.CorsConfiguration?.CorsRules ?? []]));
}
