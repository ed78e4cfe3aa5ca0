import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';

/**
 * Parts of a bill: costs of claiming (实现债权的费用), late charge (违约金), principal (本金).
 */
export const debtParts = ['costs', 'late-charge', 'principal'] as const;
export type DebtPart = (typeof debtParts)[number];

/** An amount of each part, fen. */
export const partsSchema = z
  .object({ costs: fenSchema, 'late-charge': fenSchema, principal: fenSchema })
  .meta({ id: 'Parts' });
export type Parts = z.infer<typeof partsSchema>;

export const noParts: Parts = { costs: 0, 'late-charge': 0, principal: 0 };

/** Returns the sum of amounts, part by part. */
export function addParts(all: readonly Parts[]): Parts {
  const sumOf = (part: DebtPart) => all.reduce((sum, one) => sum + one[part], 0);
  return { costs: sumOf('costs'), 'late-charge': sumOf('late-charge'), principal: sumOf('principal') };
}

/** Returns the amounts with the opposite sign. */
export function oppositeOf(parts: Parts): Parts {
  return { costs: 0 - parts.costs, 'late-charge': 0 - parts['late-charge'], principal: 0 - parts.principal };
}

/** Returns the sum over the parts, fen. */
export function totalOf(parts: Parts): number {
  return parts.costs + parts['late-charge'] + parts.principal;
}
