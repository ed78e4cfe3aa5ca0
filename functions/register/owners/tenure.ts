import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** In what right somebody has a unit: 业主, 共有人, 租户, 家属, 代理人. */
export const tenureRoles = ['owner', 'co-owner', 'tenant', 'family', 'agent'] as const;

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

/** Id of a tenure: the same person in the same right from the same day is the same tenure; ids sort by date. */
export function tenureIdOf(of: { unitId: string; personId: string; role: string; from: string }): string {
  return derivedId(`ten_${of.from.replaceAll('-', '')}`, of.unitId, of.personId, of.role);
}

/** True when two tenures have a day in common; one without an end goes on. */
export function overlap(a: Pick<Tenure, 'from' | 'to'>, b: Pick<Tenure, 'from' | 'to'>): boolean {
  return (a.to === undefined || b.from <= a.to) && (b.to === undefined || a.from <= b.to);
}

/** What a tenure is held against the history of its unit by. */
type Claim = Pick<Tenure, 'tenureId' | 'role' | 'from' | 'to'>;

/** The owner who is in the way of another one: two people own a unit at once only as owner and co-owner (D35). */
export function ownerInTheWay<T extends Claim>(claim: Claim, history: readonly T[]): T | undefined {
  if (claim.role !== 'owner') return undefined;
  return history.find((other) => other.role === 'owner' && other.tenureId !== claim.tenureId && overlap(other, claim));
}
