import * as z from 'zod';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { workingCalendarSchema } from '../../../shared/kernel/working-calendar.ts';

/** Details of an estate (小区), entered by an administrator. */
export const estateDetailsSchema = z
  .strictObject({
    /** Two to four capital letters. Ticket numbers of the estate begin with them. */
    code: z.string().regex(/^[A-Z]{2,4}$/),
    name: z.string().min(1).max(200),
    language: languageSchema,
    /** Working hours, holidays and make-up workdays. */
    calendar: workingCalendarSchema,
    /** Skills that staff of the estate may have, a closed list: trades of repairs, and inspection. */
    skills: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9-]+$/)
          .max(40),
      )
      .min(1)
      .max(100)
      .optional(),
  })
  .meta({ id: 'ChangeEstateBody' });

/** Skills of an estate that has set none: the trades of repairs and of inspections. */
export const defaultSkills: readonly string[] = [
  ...['water', 'electric', 'gas', 'doors-windows', 'heating', 'structure', 'lift', 'general'],
  ...['masonry', 'inspection'],
];

export const estateSchema = z
  .object({
    ...estateDetailsSchema.shape,
    estateId: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Estate' });
export type Estate = z.infer<typeof estateSchema>;
