import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { defaultWarrantyTerms, warrantyTermsSchema } from '../handovers/public.ts';

/** What the desk enters of a home that was handed over before this system, or outside of it. */
export const homeWarrantyDetailsSchema = z
  .strictObject({
    acceptedOn: dateSchema,
    deliveredOn: dateSchema,
    terms: warrantyTermsSchema.default(defaultWarrantyTerms),
    /** Where the days come from: 竣工备案表, 交付验收单. */
    ground: z.string().min(1).max(500),
  })
  .refine(({ acceptedOn, deliveredOn }) => acceptedOn <= deliveredOn, {
    message: 'R3.1: no home is delivered before it was accepted',
    path: ['deliveredOn'],
  });

/** The days and terms from which the warranty of a home counts, as they were entered. Days in the estate's zone. */
export const homeWarrantySchema = z.object({
  ...homeWarrantyDetailsSchema.shape,
  unitId: z.string(),
  estateId: z.string(),
  updatedAt: z.string(),
  version: z.int(),
});
export type HomeWarranty = z.infer<typeof homeWarrantySchema>;
