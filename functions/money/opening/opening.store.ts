import * as z from 'zod';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { everyItem } from '../../../shared/store/table.ts';
import { type Opening, openingSchema } from './opening.ts';
import { type FileError, fileErrorSchema } from './opening-errors.ts';

const table = 'ledger';

/** Partitions of the lists. */
export const openingLists = {
  ofEstate: (estateId: string) => `ESTATE#${estateId}#OPENINGS`,
};

export const openings = entity<Opening, { openingId: string }>({
  table,
  type: 'opening',
  schema: openingSchema,
  key: ({ openingId }) => ({ pk: `OPENING#${openingId}`, sk: 'OPENING' }),
  indexes: ({ openingId, estateId, createdAt }) =>
    indexKeys('lists', openingLists.ofEstate(estateId), createdAt, openingId),
});

const chunkSchema = z
  .object({ openingId: z.string(), run: z.int(), from: z.int(), errors: z.array(fileErrorSchema).max(100) })
  .meta({ id: 'OpeningErrors' });
type Chunk = z.infer<typeof chunkSchema>;

const six = (nth: number) => String(nth).padStart(6, '0');
const errorsOfRun = (run: number) => `ERRORS#${six(run)}#`;

/** Errors of one validation, up to 100 in an item. */
export const openingErrors = entity<Chunk, Pick<Chunk, 'openingId' | 'run' | 'from'>>({
  table,
  type: 'opening-errors',
  schema: chunkSchema,
  key: ({ openingId, run, from }) => ({ pk: `OPENING#${openingId}`, sk: `${errorsOfRun(run)}${six(from)}` }),
});

/** Returns the stored errors of the last validation, in the order of the files. */
export async function errorsOf({ openingId, run }: Pick<Opening, 'openingId' | 'run'>): Promise<FileError[]> {
  const { pk: partition } = openings.key({ openingId });
  const chunks = everyItem(openingErrors, { partition, sort: { beginsWith: errorsOfRun(run) } });
  return (await Array.fromAsync(chunks)).flatMap(({ errors }) => errors);
}
