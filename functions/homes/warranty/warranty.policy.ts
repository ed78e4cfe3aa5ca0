import * as z from 'zod';
import { parts } from '../handovers/public.ts';

/*
 * Which part of a home a report is about, by its category (D15). A category that is not listed is decided by the desk: a
 * household is never told that it pays because nobody thought of a case.
 */

export const warrantyPolicyDetailsSchema = z.strictObject({
  parts: z
    .array(
      z.strictObject({
        category: z.string().min(1).max(120),
        part: parts,
        /** A common part (公共部位), which nobody repairs at his own cost. */
        common: z.boolean(),
      }),
    )
    .max(600)
    .refine((all) => new Set(all.map(({ category }) => category)).size === all.length, {
      message: 'each category once',
    }),
});

export const warrantyPolicySchema = z.object({
  ...warrantyPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.int(),
});
export type WarrantyPolicy = z.infer<typeof warrantyPolicySchema>;

/** The policy of an estate that has set none: the built-in categories that are of one part each. */
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
