import * as z from 'zod';
import { filterCriteriaSchema } from './filter.ts';
import { type Catalogue, type Found, ignored, unsupported } from './support.ts';

const mappingSchema = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: filterCriteriaSchema.default([]),
  // Queues only
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
  // Streams only
  StartingPosition: z.literal('TRIM_HORIZON').optional(),
  MaximumRetryAttempts: z.number().default(-1),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string().startsWith('arn:aws:sqs:') }).optional() })
    .default({}),
  ...ignored('Tags', 'MetricsConfig'),
});

/** An event source mapping: the source that feeds a function, with its settings. */
export type Mapping = Found<z.output<typeof mappingSchema>>;

/** Returns true for a queue, false for the stream of a table. */
export function isQueue({ is }: Mapping): boolean {
  return is.EventSourceArn.startsWith('arn:aws:sqs:');
}

/** Returns the event source mappings. @throws Error for a queue with a filter or with batches above ten. */
export function mappings(found: Catalogue): Mapping[] {
  const all = found.take('AWS::Lambda::EventSourceMapping', mappingSchema);
  for (const one of all) {
    if (!isQueue(one)) continue;
    if (one.is.FilterCriteria.length > 0) throw unsupported(one, 'a filter on a queue');
    if ((one.is.BatchSize ?? 10) > 10) throw unsupported(one, 'a batch of more than ten messages');
  }
  return all;
}

/** A source that feeds a function in the background. */
export interface Source {
  /**
   * Returns true when nothing waits or is being processed;
   * with `about`, nothing that contains one of these words.
   */
  rested(about?: readonly string[]): boolean | Promise<boolean>;
  stop(): Promise<void>;
}

const answerSchema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/**
 * Returns the failed items of a batch from the function's answer. The whole batch fails if the answer is
 * malformed or names an item that is not in the batch, as with Lambda.
 */
export function failedItems(mapping: Mapping, answer: unknown, ids: readonly string[]): Set<string> {
  if (!mapping.is.FunctionResponseTypes.includes('ReportBatchItemFailures')) return new Set();
  const parsed = answerSchema.safeParse(answer);
  const failed = parsed.data?.batchItemFailures?.map((one) => one.itemIdentifier) ?? [];
  if (!parsed.success || failed.some((id) => !ids.includes(id))) return new Set(ids);
  return new Set(failed);
}
