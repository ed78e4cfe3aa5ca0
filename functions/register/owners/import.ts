import * as z from 'zod';

/** What can be brought in: units (房屋), or people with what they hold (业主、使用人). */
const importKinds = ['units', 'people'] as const;

const megabyte = 1024 * 1024;

export const importDetailsSchema = z.strictObject({
  kind: z.enum(importKinds),
  /** SHA-256 of the file in small hexadecimal digits: the same file is the same import. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes. */
  size: z
    .number()
    .int()
    .min(1)
    .max(50 * megabyte),
  fileName: z.string().min(1).max(200),
});

/**
 * `refused`: something is wrong with the file or its rows, and nothing more is written. `committed`: every row is in the
 * register. `incomplete`: the commit is over and left rows out, which are listed with the reason of each.
 */
const importStates = ['open', 'validating', 'validated', 'refused', 'committing', 'committed', 'incomplete'] as const;

export const importSchema = z.object({
  ...importDetailsSchema.shape,
  importId: z.string(),
  estateId: z.string(),
  state: z.enum(importStates),
  /** How often it was validated: the errors of each run are kept apart. */
  run: z.number().int(),
  /** Rows of the file without its heading; known when it was validated. */
  rows: z.number().int(),
  /** Rows that were validated, or that are in the register since the commit. */
  processed: z.number().int(),
  /** Rows that the commit did not enter. */
  leftOut: z.number().int().default(0),
  /** All errors found, of which the first thousand are kept. */
  errors: z.number().int(),
  /** The very bytes that were hashed: a file put there afterwards has another tag. */
  etag: z.string().optional(),
  /** Columns in the order of the file. */
  columns: z.array(z.string()).optional(),
  /** Where the next slice of the commit starts. */
  at: z.object({ byte: z.number().int(), line: z.number().int() }).optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Import = z.infer<typeof importSchema>;
export type ImportKind = Import['kind'];
export type ImportState = Import['state'];

/** Where the file of an import lies. */
export function fileKey({ estateId, importId }: Pick<Import, 'estateId' | 'importId'>): string {
  return `imports/${estateId}/${importId}.csv`;
}

/** States in which the file may be put there (again) and validated (again). */
export const mayBeValidated: readonly ImportState[] = ['open', 'refused', 'validated', 'incomplete'];
/** Only a file without an error is written to the register. */
export const mayBeCommitted: readonly ImportState[] = ['validated'];
