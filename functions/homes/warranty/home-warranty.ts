import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { defaultWarrantyTerms, warrantyTermsSchema } from '../handovers/public.ts';

/** Warranty days and terms that staff enter for a home handed over outside Anju. */
export const homeWarrantyDetailsSchema = z
  .strictObject({
    acceptedOn: dateSchema,
    deliveredOn: dateSchema,
    /** Warranty periods by part of the building. */
    terms: warrantyTermsSchema.default(defaultWarrantyTerms),
    /** Source of the days: 竣工备案表, 交付验收单. */
    ground: z.string().min(1).max(500),
  })
  .refine(({ acceptedOn, deliveredOn }) => acceptedOn <= deliveredOn, {
    message: 'deliveredOn must not be before acceptedOn',
    path: ['deliveredOn'],
  })
  .meta({ id: 'ChangeHomeWarrantyBody' });

/** Entered warranty days and terms of a home. Days in the estate's zone. */
export const homeWarrantySchema = z
  .object({
    ...homeWarrantyDetailsSchema.shape,
    unitId: z.string(),
    estateId: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'HomeWarranty' });
export type HomeWarranty = z.infer<typeof homeWarrantySchema>;
