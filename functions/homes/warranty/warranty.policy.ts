import * as z from 'zod';
import { parts } from '../handovers/public.ts';

/*
 * Maps ticket categories to parts of a home (D15). Staff decide categories that are not listed.
 * So no resident is wrongly told to pay because a category is missing.
 */

export const warrantyPolicyDetailsSchema = z
  .strictObject({
    parts: z
      .array(
        z.strictObject({
          category: z.string().min(1).max(120),
          part: parts,
          /** Whether it is a common part (公共部位), whose repair no single owner pays. */
          common: z.boolean(),
        }),
      )
      .max(600)
      .refine((all) => new Set(all.map(({ category }) => category)).size === all.length, {
        message: 'category must be unique',
      }),
  })
  .meta({ id: 'ChangeWarrantyPolicyBody' });

export const warrantyPolicySchema = z
  .object({
    ...warrantyPolicyDetailsSchema.shape,
    estateId: z.string(),
    version: z.int(),
  })
  .meta({ id: 'WarrantyPolicy' });
export type WarrantyPolicy = z.infer<typeof warrantyPolicySchema>;

/**
 * Returns the policy of an estate that has set none: the built-in categories that concern exactly one part.
 */
export function defaultWarrantyPolicy(estateId: string): WarrantyPolicy {
  return {
    estateId,
    version: 0,
    parts: [
      { category: 'home/water', part: 'pipe-leak', common: false },
      { category: 'home/electric', part: 'electric-lines', common: false },
      { category: 'home/doors-windows', part: 'doors-windows', common: false },
      { category: 'home/heating', part: 'heating-cooling', common: false },
      { category: 'home/structure', part: 'structure', common: false },
      { category: 'facilities/lift', part: 'equipment', common: true },
    ],
  };
}
