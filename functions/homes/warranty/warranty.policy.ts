import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { parts } from '../handovers/public.ts';

/**
 * Maps ticket categories to parts of a home (D15). Staff decide categories that are not listed.
 * So no resident is wrongly told to pay because a category is missing.
 * The default has the built-in categories that concern exactly one part.
 * How long each part is under warranty is in handovers/statutory-warranty.ts.
 */
export const warrantyPolicy = policy({
  context: 'warranty',
  table: 'handovers',
  // It decides who pays for a repair.
  remember: false,
  details: z.strictObject({
    parts: z
      .array(
        z.strictObject({
          category: z.string().min(1).max(120),
          part: parts,
          /** Whether the part is common to several homes (公共部位), so that no single owner pays its repair. */
          common: z.boolean(),
        }),
      )
      .max(600)
      .refine((all) => new Set(all.map(({ category }) => category)).size === all.length, {
        message: 'category must be unique',
      }),
  }),
  defaults: {
    parts: [
      { category: 'home/water', part: 'pipe-leak', common: false },
      { category: 'home/electric', part: 'electric-lines', common: false },
      { category: 'home/doors-windows', part: 'doors-windows', common: false },
      { category: 'home/heating', part: 'heating-cooling', common: false },
      { category: 'home/structure', part: 'structure', common: false },
      { category: 'facilities/lift', part: 'equipment', common: true },
    ],
  },
});
export type WarrantyPolicy = z.infer<typeof warrantyPolicy.schema>;
