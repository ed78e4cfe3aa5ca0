import * as z from 'zod';
import { entity } from '../../../shared/store/entity.ts';
import { everyItem } from '../../../shared/store/table.ts';
import { type Import, importSchema } from './import.ts';
import { type RowError, rowErrorSchema } from './import-errors.ts';

// Apart from the other stores of the register: every context bundles those, and these texts are long.
const table = 'owners';

/** Imports, each in a partition with its errors and events. */
export const imports = entity<Import, { importId: string }>({
  table,
  type: 'import',
  schema: importSchema,
  key: ({ importId }) => ({ pk: `IMPORT#${importId}`, sk: 'IMPORT' }),
});

const errorChunkSchema = z
  .object({
    importId: z.string(),
    run: z.number().int(),
    /** Index of the first of these errors among all errors of the run. */
    from: z.number().int(),
    errors: z.array(rowErrorSchema),
  })
  .meta({ id: 'ErrorChunk' });
type ErrorChunk = z.infer<typeof errorChunkSchema>;

const six = (n: number) => String(n).padStart(6, '0');
const errorsOfRun = (run: number) => `ERRORS#${six(run)}#`;

/** Errors of one run of an import, up to 100 in an item. */
export const importErrors = entity<ErrorChunk, { importId: string; run: number; from: number }>({
  table,
  type: 'ImportErrors',
  schema: errorChunkSchema,
  key: ({ importId, run, from }) => ({ pk: `IMPORT#${importId}`, sk: `${errorsOfRun(run)}${six(from)}` }),
});

/** Returns the stored errors of the last run of an import (at most 1,000), in the order of the file. */
export async function keptErrors({ importId, run }: Pick<Import, 'importId' | 'run'>): Promise<RowError[]> {
  const { pk } = imports.key({ importId });
  const chunks = everyItem(importErrors, { partition: pk, sort: { beginsWith: errorsOfRun(run) } });
  return (await Array.fromAsync(chunks)).flatMap(({ errors }) => errors);
}
