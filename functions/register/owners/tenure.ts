import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** Roles in which a person has a unit: 业主, 共有人, 租户, 家属, 代理人. */
export const tenureRoles = ['owner', 'co-owner', 'tenant', 'family', 'agent'] as const;

export const tenureDetailsSchema = z
  .strictObject({
    personId: z.string().max(64),
    role: z.enum(tenureRoles),
    from: dateSchema,
  })
  .meta({ id: 'StartTenureBody' });

/** A person's role in a unit from a first to a last day, both included. Ended tenures are kept. */
export const tenureSchema = z
  .object({
    ...tenureDetailsSchema.shape,
    tenureId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    to: dateSchema.optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Tenure' });
export type Tenure = z.infer<typeof tenureSchema>;

/** Returns true when the tenure includes a day (`YYYY-MM-DD`). */
export function holdsOn(tenure: Pick<Tenure, 'from' | 'to'>, day: string): boolean {
  return tenure.from <= day && (tenure.to === undefined || day <= tenure.to);
}

/** Returns the id of a tenure. The same person, role and first day give the same id. Ids sort by date. */
export function tenureIdOf(of: { unitId: string; personId: string; role: string; from: string }): string {
  return derivedId(`ten_${of.from.replaceAll('-', '')}`, of.unitId, of.personId, of.role);
}

/** Returns true when two tenures have a day in common. A tenure without `to` has no end. */
export function overlap(a: Pick<Tenure, 'from' | 'to'>, b: Pick<Tenure, 'from' | 'to'>): boolean {
  return (a.to === undefined || b.from <= a.to) && (b.to === undefined || a.from <= b.to);
}

/** The fields of a tenure that the check for a second owner needs. */
type Claim = Pick<Tenure, 'tenureId' | 'role' | 'from' | 'to'>;

/** Returns an overlapping tenure of another owner. A unit has one owner a day; others are co-owners (D35). */
export function ownerInTheWay<T extends Claim>(claim: Claim, history: readonly T[]): T | undefined {
  if (claim.role !== 'owner') return undefined;
  return history.find((other) => other.role === 'owner' && other.tenureId !== claim.tenureId && overlap(other, claim));
}
