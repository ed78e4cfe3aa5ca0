import * as z from 'zod';
import { heldReadingSchema } from './account-fold.ts';

/** A held reading as it is put before people: where it is, and why it counts for nothing yet (R6.5). */
export const heldItemSchema = z.object({
  ...heldReadingSchema.shape,
  meterId: z.string(),
  unitId: z.string(),
  estateId: z.string(),
});
export type HeldItem = z.infer<typeof heldItemSchema>;
