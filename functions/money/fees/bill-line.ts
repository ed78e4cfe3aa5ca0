import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';
import { taxedSchema } from '../ledger/public.ts';
import { chargeSchema, stepSchema } from './charge.ts';
import { lateTermsSchema } from './late-charge.ts';

/**
 * Reasons why the amount owed differs from the amount billed: another reading, area, owner, number of days or
 * discount, or a price for days without one.
 */
const causes = ['reading', 'area', 'payer', 'price', 'discount', 'other'] as const;
export type Cause = (typeof causes)[number];

/** The old facts of a line whose amount changed. The new facts are in the steps of the line (R22.5). */
const differenceSchema = z
  .object({
    cause: z.enum(causes),
    /** The total billed so far, fen. */
    wasFen: fenSchema,
    /** The amount owed now, fen. */
    isFen: fenSchema,
    /** The arithmetic of the latest earlier bill. */
    was: z.array(stepSchema),
    /** The bills and credit notes that billed the amount so far, the earliest first. */
    billIds: z.array(z.string()).max(200),
    /** On a credit note: the bill that the line lowers. */
    creditsBillId: z.string().optional(),
  })
  .meta({ id: 'BillDifference' });

/** A line of a bill: a charge with its arithmetic and the fee item's name at that time. */
export const billLineSchema = z
  .object({
    ...chargeSchema.shape,
    /** Empty when nothing is owed any more: the line then takes back everything billed. */
    steps: z.array(chargeSchema.shape.steps.element),
    /** The service period of the line, where it differs from the bill's. Its readings may begin earlier. */
    period: spanSchema.optional(),
    /** What was billed before, and why it differs now (R22). */
    difference: differenceSchema.optional(),
    name: z.string(),
    /** Collected on behalf of another party (代收代付, R4.8): no revenue of the company. */
    held: z.boolean(),
    /** The fee item's own late charge terms at publication; absent: those of the bill (R27.5). */
    late: lateTermsSchema.optional(),
    /** The value added tax in `fen`, by the rate of the day of publication (R23.4); absent: not taxed. */
    vat: taxedSchema.optional(),
    /**
     * The service period ended more than three years before the run: a court may not grant it (R22.5). For
     * staff only.
     */
    limitationRisk: z.literal(true).optional(),
    /** Held for the owners, who pay by remuneration (酬金制, R34.5): no revenue of the company. */
    ownersFund: z.literal(true).optional(),
    /** Charged in advance: the service months are not served yet (R24.1). */
    advanceId: z.string().optional(),
    /** On a shared cost: its sharing, the basis of sharing, and a relief with its clause (R6.4). */
    sharing: z
      .object({ sharingId: z.string(), basis: z.string(), weight: z.string(), clause: z.string().optional() })
      .optional(),
  })
  .meta({ id: 'BillLine' });
export type BillLine = z.infer<typeof billLineSchema>;
