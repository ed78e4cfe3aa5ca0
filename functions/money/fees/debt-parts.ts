import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';

/**
 * Parts of a bill: costs of claiming (实现债权的费用), late charge (违约金), principal (本金).
 */
export const debtParts = ['costs', 'late-charge', 'principal'] as const;
export type DebtPart = (typeof debtParts)[number];

/** An amount of each part, fen. */
export const partsSchema = z
  .object({
    costs: fenSchema,
    'late-charge': fenSchema,
    principal: fenSchema,
    /** Of the principal: what is owed to third parties (代收, R25.1); absent when it is nothing. */
    agency: fenSchema.optional(),
  })
  .meta({ id: 'Parts' });
export type Parts = z.infer<typeof partsSchema>;

export const noParts: Parts = { costs: 0, 'late-charge': 0, principal: 0 };

/** Returns the sum of amounts, part by part. */
export function addParts(all: readonly Parts[]): Parts {
  const sumOf = (part: DebtPart) => all.reduce((sum, one) => sum + one[part], 0);
  const agency = all.reduce((sum, one) => sum + (one.agency ?? 0), 0);
  const parts = { costs: sumOf('costs'), 'late-charge': sumOf('late-charge'), principal: sumOf('principal') };
  return withAgency(parts, agency);
}

/** Returns amounts of which a part of the principal is owed to third parties, fen. */
export function withAgency({ agency: _, ...parts }: Parts, agency: number): Parts {
  return agency === 0 ? parts : { ...parts, agency };
}

/** Returns the amounts with the opposite sign. */
export function oppositeOf(parts: Parts): Parts {
  const all = { costs: 0 - parts.costs, 'late-charge': 0 - parts['late-charge'], principal: 0 - parts.principal };
  return withAgency(all, 0 - (parts.agency ?? 0));
}

/** Returns the sum over the parts, fen. */
export function totalOf(parts: Parts): number {
  return parts.costs + parts['late-charge'] + parts.principal;
}
