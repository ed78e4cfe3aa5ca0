import * as z from 'zod';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** A discount for early payment, as the bill offers it (R33.2). */
export const offerSchema = z
  .object({
    discountId: z.string(),
    name: z.string(),
    /** Percent of what the fee item is charged. */
    percent: decimalSchema.optional(),
    /** Yuan. */
    yuan: decimalSchema.optional(),
    feeItemId: z.string(),
    /** The last day to pay the rest. */
    until: dateSchema,
    askedBy: z.string(),
    approvedBy: z.string(),
  })
  .meta({ id: 'BillOffer' });
