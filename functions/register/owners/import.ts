import * as z from 'zod';

/** Kinds of imports: units (房屋), or people with their tenures (业主、使用人). */
const importKinds = ['units', 'people'] as const;

const megabyte = 1024 * 1024;

export const importDetailsSchema = z
  .strictObject({
    kind: z.enum(importKinds),
    /** SHA-256 of the file in lower-case hexadecimal digits. It identifies the import. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Bytes. */
    size: z
      .number()
      .int()
      .min(1)
      .max(50 * megabyte),
    fileName: z.string().min(1).max(200),
  })
  .meta({ id: 'CreateImportBody' });

/**
 * `refused`: the file or its rows have errors, and nothing more is written. `committed`: every row is in the
 * register. `incomplete`: the commit ended and left rows out; the errors give the reason for each.
 */
const importStates = ['open', 'validating', 'validated', 'refused', 'committing', 'committed', 'incomplete'] as const;

export const importSchema = z
  .object({
    ...importDetailsSchema.shape,
    importId: z.string(),
    estateId: z.string(),
    state: z.enum(importStates),
    /** Number of validations. Errors are stored by run. */
    run: z.number().int(),
    /** Rows of the file without its heading, known after the validation. */
    rows: z.number().int(),
    /** Rows validated, or rows written to the register by the commit. */
    processed: z.number().int(),
    /** Rows that the commit did not write. */
    leftOut: z.number().int().default(0),
    /** Number of all errors found. The first 1,000 are stored. */
    errors: z.number().int(),
    /** Entity tag of the bytes that were hashed. A file uploaded later has another tag. */
    etag: z.string().optional(),
    /** Columns in the order of the file. */
    columns: z.array(z.string()).optional(),
    /** Position at which the next slice of the commit starts. */
    at: z.object({ byte: z.number().int(), line: z.number().int() }).optional(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'ImportRecord' });
export type Import = z.infer<typeof importSchema>;
export type ImportKind = Import['kind'];
export type ImportState = Import['state'];

/** Returns the S3 key of the file of an import. */
export function fileKey({ estateId, importId }: Pick<Import, 'estateId' | 'importId'>): string {
  return `imports/${estateId}/${importId}.csv`;
}

/** States in which the file may be uploaded and validated, also again. */
export const mayBeValidated: readonly ImportState[] = ['open', 'refused', 'validated', 'incomplete'];
/** States in which the file may be committed. */
export const mayBeCommitted: readonly ImportState[] = ['validated'];
