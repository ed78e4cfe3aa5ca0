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
  })
  .meta({ id: 'ChangeEstateBody' });

export const estateSchema = z
  .object({
    ...estateDetailsSchema.shape,
    estateId: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Estate' });
export type Estate = z.infer<typeof estateSchema>;
