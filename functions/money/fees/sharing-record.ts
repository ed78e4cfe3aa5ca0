import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';
import { commonCostSchema, reliefSchema, sharingLineSchema, sharingRuleSchema } from './sharing.ts';

const ofUnit = { unitId: z.string().min(1).max(64) };

/**
 * Input of a sharing: a cost of some days, the rule of sharing, and coefficients and reliefs of single units.
 */
export const newSharingSchema = z
  .strictObject({
    feeItemId: z.string().max(64),
    period: spanSchema,
    /** How the cost is shared. */
    rule: sharingRuleSchema,
    /** The cost that is shared. */
    cost: commonCostSchema,
    /** Agreed coefficients of units, where these are the basis of sharing. */
    coefficients: z
      .array(z.strictObject({ ...ofUnit, coefficient: z.string().regex(/^\d{1,4}(\.\d{1,8})?$/) }))
      .max(2_000)
      .default([]),
    /** Units that pay a part or nothing, each with its clause (R6.4). */
    reliefs: z
      .array(z.strictObject({ ...ofUnit, relief: reliefSchema }))
      .max(2_000)
      .default([]),
  })
  .meta({ id: 'NewSharing' });
export type NewSharing = z.output<typeof newSharingSchema>;

/** A sharing (公摊) as published: usage, price, amount, who bears what, and how it was divided (R6.1, D25). */
export const sharingRecordSchema = z
  .object({
    sharingId: z.string(),
    estateId: z.string(),
    feeItemId: z.string(),
    /** Days that the cost is for. */
    span: spanSchema,
    /** How the cost is shared. */
    rule: sharingRuleSchema,
    /** The cost that is shared. */
    cost: commonCostSchema,
    coefficients: newSharingSchema.shape.coefficients,
    reliefs: newSharingSchema.shape.reliefs,
    state: z.enum(['sharing', 'done', 'failed']),
    /** Why the sharing failed. */
    why: z.string().optional(),
    /** The shared usage, in units of the meter; absent when a sum was shared. */
    quantity: z.string().optional(),
    /** The amount that the units share. */
    totalFen: fenSchema.optional(),
    /** Units in the pool. */
    units: z.number().int(),
    /** Number of units that are exempt. */
    exempt: z.number().int(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'SharingRecord' });
export type SharingRecord = z.infer<typeof sharingRecordSchema>;

export const sharingLineItemSchema = z
  .object({ sharingId: z.string(), ...sharingLineSchema.shape })
  .meta({ id: 'SharingLineItem' });
export type SharingLineItem = z.infer<typeof sharingLineItemSchema>;
