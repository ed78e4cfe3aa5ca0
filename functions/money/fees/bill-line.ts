import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';
import { chargeSchema, stepSchema } from './charge.ts';

/** Why what is owed differs from what was billed: another reading, another area, another owner or other days, a price for days without one. */
const causes = ['reading', 'area', 'payer', 'price', 'other'] as const;
export type Cause = (typeof causes)[number];

/** The old fact beside the new one, which is in the steps of the line (R22.5). */
const differenceSchema = z.object({
  cause: z.enum(causes),
  /** What was billed so far in all, and what is owed now, fen. */
  wasFen: fenSchema,
  isFen: fenSchema,
  /** The arithmetic of what was billed last. */
  was: z.array(stepSchema),
  /** The bills and credit notes that billed it so far, the earliest first. */
  billIds: z.array(z.string()).max(200),
  /** Of a credit note: the bill that the line is taken off. */
  creditsBillId: z.string().optional(),
});

/** A line of a bill: a charge with its arithmetic, under the name that the fee item had then. */
export const billLineSchema = z.object({
  ...chargeSchema.shape,
  /** None where nothing is owed any more: the line takes back all that was billed. */
  steps: z.array(chargeSchema.shape.steps.element),
  /** The service period that it is billed for, where that is not the bill's. Its readings may have begun before. */
  period: spanSchema.optional(),
  /** What was billed before, and why it differs now (R22). */
  difference: differenceSchema.optional(),
  name: z.string(),
  /** Collected for somebody else (代收代付, R4.8): no revenue of ours. */
  held: z.boolean(),
  /** Of a shared cost: the sharing it comes from, by what it was shared, and a relief with its clause (R6.4). */
  sharing: z
    .object({ sharingId: z.string(), basis: z.string(), weight: z.string(), clause: z.string().optional() })
    .optional(),
});
export type BillLine = z.infer<typeof billLineSchema>;
