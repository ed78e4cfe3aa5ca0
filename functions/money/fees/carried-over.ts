import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** Whether value added tax of a bill was due in the system before (R30.3). */
export const taxedBefore = ['TAXED_BEFORE', 'NOT_YET'] as const;

/**
 * What a bill brought along from the system before (期初账单, R30.2). `fen` of the bill is what was open at the
 * cut-over; its later payment is no revenue (R30.3).
 */
export const carriedOverSchema = z
  .object({
    openingId: z.string(),
    /** The number that the payer knows. */
    number: z.string(),
    /** The original principal, fen. */
    principalFen: fenSchema,
    /** The day on which it was issued. */
    issuedOn: dateSchema,
    invoiced: z.boolean(),
    vat: z.enum(taxedBefore),
    /**
     * Late charge that had accrued up to `lateTo`, fen. A memo: it is not in the ledger until it is
     * claimed.
     */
    lateFen: fenSchema,
    lateTo: dateSchema.optional(),
  })
  .meta({ id: 'CarriedOver' });
