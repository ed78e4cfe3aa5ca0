import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity } from '../../../shared/store/entity.ts';
import type { DayClose, ReplacedClose } from './closed-day.ts';
import { dayCloseSchema, replacedCloseSchema } from './closed-day.ts';
import { leafSchema } from './seal.ts';

const table = 'ledger';

export const closes = entity<DayClose, { estateId: string; day: string }>({
  table,
  type: 'day-close',
  sealed: true,
  schema: dayCloseSchema,
  key: ({ estateId, day }) => ({ pk: `BOOKS#${estateId}`, sk: `CLOSE#${day}` }),
});

/** The closes that reopenings ended, in the order of their sealings. They are never changed. */
export const replacedCloses = entity<ReplacedClose, Pick<ReplacedClose, 'estateId' | 'day' | 'sealings'>>({
  table,
  type: 'replaced-close',
  sealed: true,
  schema: replacedCloseSchema,
  key: ({ estateId, day, sealings }) => ({
    pk: `BOOKS#${estateId}`,
    sk: `${replacedOn(day)}${String(sealings).padStart(6, '0')}`,
  }),
});

/** Returns the beginning of the sort keys of the replaced closes of a day. */
export function replacedOn(day: string): string {
  return `REPLACED#${day}#`;
}

const sealedLeavesSchema = z
  .object({
    estateId: z.string(),
    day: dateSchema,
    /** The sealing of the day, from 1. A reopened day is sealed again. */
    sealing: z.number().int(),
    nth: z.number().int(),
    leaves: z.array(leafSchema).max(1_000),
  })
  .meta({ id: 'SealedLeaves' });
type SealedLeaves = z.infer<typeof sealedLeavesSchema>;

/** The hashes beneath a seal, a thousand in an item, in tree order. */
export const sealedLeaves = entity<SealedLeaves, Pick<SealedLeaves, 'estateId' | 'day' | 'sealing' | 'nth'>>({
  table,
  type: 'sealed-leaves',
  sealed: true,
  schema: sealedLeavesSchema,
  key: ({ estateId, day, sealing, nth }) => ({
    pk: sealPartition(estateId, day, sealing),
    sk: `LEAVES#${String(nth).padStart(6, '0')}`,
  }),
});

/** Returns the partition of the hashes of one sealing of a day. */
export function sealPartition(estateId: string, day: string, sealing: number): string {
  return `SEAL#${estateId}#${day}#${sealing}`;
}
