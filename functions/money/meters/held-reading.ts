import * as z from 'zod';
import { heldReadingSchema } from './account-fold.ts';

/** A held reading in the list for review, with its meter and the reason (R6.5). */
export const heldItemSchema = z
  .object({
    ...heldReadingSchema.shape,
    meterId: z.string(),
    unitId: z.string(),
    estateId: z.string(),
  })
  .meta({ id: 'HeldItem' });
export type HeldItem = z.infer<typeof heldItemSchema>;
