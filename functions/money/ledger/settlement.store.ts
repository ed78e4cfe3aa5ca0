import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity } from '../../../shared/store/entity.ts';
import type { OpenSlip } from './transit.ts';
import { openSlipSchema } from './transit.ts';

const table = 'ledger';

export const settlementSchema = z
  .object({
    estateId: z.string(),
    from: z.string(),
    to: z.string(),
    reference: z.string(),
    fen: fenSchema,
    feeFen: fenSchema,
    entryId: z.string(),
    /** Who made the slip. */
    by: z.string().optional(),
    occurredOn: dateSchema.optional(),
    postedOn: dateSchema.optional(),
    /** The bank statement line that confirmed the slip, and the arrival entry (R20.7). */
    arrived: z
      .object({
        fen: fenSchema,
        day: dateSchema,
        reference: z.string(),
        fileId: z.string(),
        entryId: z.string(),
        at: z.string(),
      })
      .optional(),
    /** Set when the slip was a mistake and the money never left. */
    reversed: z.object({ entryId: z.string(), reason: z.string(), at: z.string(), by: z.string() }).optional(),
    version: z.number().int(),
  })
  .meta({ id: 'LedgerSettlement' });
export type StoredSettlement = z.infer<typeof settlementSchema>;

/** A settlement between two money accounts. The same reference is the same settlement. */
export const settlements = entity<StoredSettlement, Pick<StoredSettlement, 'estateId' | 'from' | 'to' | 'reference'>>({
  table,
  type: 'settlement',
  schema: settlementSchema,
  key: ({ estateId, from, to, reference }) => ({
    pk: `SETTLEMENT#${estateId}#${from}#${to}#${reference}`,
    sk: 'SETTLEMENT',
  }),
});

/** Slips whose money is in transit (R20.7). A slip is removed when it arrives or is reversed. */
export const openSlips = entity<OpenSlip, Pick<OpenSlip, 'estateId' | 'from' | 'to' | 'reference'>>({
  table,
  type: 'open-slip',
  schema: openSlipSchema,
  key: ({ estateId, from, to, reference }) => ({
    pk: transitPartition(estateId),
    sk: `SLIP#${to}#${from}#${reference}`,
  }),
});

/** Returns the partition of the slips in transit of an estate. */
export function transitPartition(estateId: string): string {
  return `TRANSIT#${estateId}`;
}

const arrivalSchema = z
  .object({
    estateId: z.string(),
    /** The bank account and the number of the statement line. */
    account: z.string(),
    reference: z.string(),
    /** The slip that it confirms. */
    from: z.string(),
    slip: z.string(),
  })
  .meta({ id: 'Arrival' });
export type Arrival = z.infer<typeof arrivalSchema>;

/** Records that a bank statement line confirms a slip. A line confirms one slip, once (R21.1). */
export const arrivals = entity<Arrival, Pick<Arrival, 'estateId' | 'account' | 'reference'>>({
  table,
  type: 'arrival',
  schema: arrivalSchema,
  key: ({ estateId, account, reference }) => ({ pk: `ARRIVAL#${estateId}#${account}#${reference}`, sk: 'ARRIVAL' }),
});
