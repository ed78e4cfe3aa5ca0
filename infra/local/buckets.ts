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
  // Who may read, how it is encrypted, and what is thrown away after a month: nothing that shows within a day.
  ...ignored('BucketName', 'BucketEncryption', 'PublicAccessBlockConfiguration', 'VersioningConfiguration', 'Tags'),
  ...ignored('LifecycleConfiguration', 'OwnershipControls'),
});

/** The buckets of the assembly with the rules by which browsers are let in. */
export function bucketsOf(found: Catalogue): Map<string, readonly CorsRule[]> {
  const buckets = found.take('AWS::S3::Bucket', bucketSchema);
  return new Map(buckets.map((one) => [physicalName(one), one.is.CorsConfiguration?.CorsRules ?? []]));
}

/** Creates the buckets that are not there yet. */
export async function createBuckets(names: Iterable<string>, endpoint: string): Promise<void> {
  for (const name of names) {
    const { status } = await fetch(`${endpoint}/${name}`, { method: 'PUT' });
    if (status !== 200 && status !== 409) throw new Error(`The bucket ${name} could not be made: ${status}`);
  }
}
