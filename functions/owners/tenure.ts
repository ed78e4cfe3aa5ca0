import * as z from 'zod';
import { dateSchema } from '../../shared/kernel/time.ts';

/** In what right somebody has a unit: 业主, 共有人, 租户, 家属, 代理人. */
const tenureRoles = ['owner', 'co-owner', 'tenant', 'family', 'agent'] as const;

export const tenureDetailsSchema = z.strictObject({
  personId: z.string().max(64),
  role: z.enum(tenureRoles),
  from: dateSchema,
});

/** Who has a unit, in what right, from which day to which (both included); the history is kept. */
export const tenureSchema = z.object({
  ...tenureDetailsSchema.shape,
  tenureId: z.string(),
  estateId: z.string(),
  unitId: z.string(),
  to: dateSchema.optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Tenure = z.infer<typeof tenureSchema>;

/** True when the tenure covers a day (`YYYY-MM-DD`). */
export function holdsOn(tenure: Pick<Tenure, 'from' | 'to'>, day: string): boolean {
  return tenure.from <= day && (tenure.to === undefined || day <= tenure.to);
}
