import * as z from 'zod';
import { decimalSchema, exact, exactText, fenSchema, product, sum, toFen } from '../../../shared/kernel/money.ts';
import { placeSchema } from '../../../shared/kernel/plain-text.ts';

/*
 * Shares common usage of an estate, a building or a stair (公摊水电, R6.1-R6.4, D25). The same input gives the
 * same lines, in any order of units.
 */

/**
 * Bases of sharing: exclusive floor area (专有面积), household (按户) or an agreed coefficient (系数, such as the
 * weight of a floor). Coefficients are relative and need not add up to one.
 */
export const sharingBases = ['area', 'household', 'coefficient'] as const;

/** The pool that shares: the estate, a building (栋) or one of its stairs (单元). */
const poolSchema = z
  .discriminatedUnion('within', [
    z.strictObject({ within: z.literal('estate') }),
    z.strictObject({ within: z.literal('building'), building: placeSchema(60) }),
    z.strictObject({
      within: z.literal('stair'),
      building: placeSchema(60),
      stair: placeSchema(60),
    }),
  ])
  .meta({ id: 'Pool' });

/**
 * The agreed rule of a sharing. Without an agreed basis the law's basis applies: area (R6.1, Civil Code 283).
 */
export const sharingRuleSchema = z
  .strictObject({
    /** The units that share the cost. */
    pool: poolSchema,
    basis: z.enum(sharingBases).default('area'),
  })
  .meta({ id: 'SharingRule' });
export type SharingRule = z.infer<typeof sharingRuleSchema>;

/**
 * Usage on the same meter that must not be shared, because another party bears it (R6.4), in units of the
 * meter.
 */
const borneByOtherSchema = z
  .strictObject({
    /** Who bears this part. */
    bearer: z.enum(['property-firm', 'developer', 'utility', 'user']),
    what: z.string().min(1).max(200),
    quantity: decimalSchema,
  })
  .meta({ id: 'BorneByOther' });

/**
 * The cost to share: metered usage at a price in yuan per unit (kWh, m³), less what others bear; or a sum in
 * fen.
 */
export const commonCostSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('metered'),
      quantity: decimalSchema,
      price: decimalSchema,
      /** Parts of the cost that the owners do not bear. */
      borneByOthers: z.array(borneByOtherSchema).max(100),
    }),
    z.strictObject({ kind: z.literal('amount'), fen: fenSchema.min(0) }),
  ])
  .meta({ id: 'CommonCost' });
export type CommonCost = z.infer<typeof commonCostSchema>;

/** A unit's relief by contract: which part of its weight it pays ('0' is exempt), and the clause (R6.4). */
export const reliefSchema = z
  .strictObject({
    /** Which part of its weight the unit pays, from `0` to `1`. */
    pays: decimalSchema.refine((part) => exact(part).top.lte('1'), { message: 'a part from 0 to 1' }),
    /** The clause of the contract that grants it. */
    clause: z.string().min(1).max(500),
  })
  .meta({ id: 'Relief' });

/** A unit as the sharing sees it: area in m², an exact decimal. */
export const sharingUnitSchema = z
  .strictObject({
    unitId: z.string().min(1),
    building: z.string().min(1).max(60),
    stair: z.string().min(1).max(60).optional(),
    area: decimalSchema,
    coefficient: decimalSchema.optional(),
    relief: reliefSchema.optional(),
  })
  .meta({ id: 'SharingUnit' });
export type SharingUnit = z.infer<typeof sharingUnitSchema>;

/**
 * The line of a unit. Exempt units have a line of 0 fen with the clause, so that the bill shows it (R6.4).
 */
export const sharingLineSchema = z
  .object({
    unitId: z.string(),
    /** m², 1, or the coefficient. */
    weight: z.string(),
    /** Why this unit pays less. */
    relief: reliefSchema.optional(),
    /**
     * Units of usage to four decimals, for display only: the fen are not calculated from it. Absent when a
     * sum was shared.
     */
    quantity: z.string().optional(),
    fen: fenSchema,
  })
  .meta({ id: 'SharingLine' });

/** A sharing with everything that is published: usage, price, amount, and what others bear (R6.1). */
export const sharingSchema = z
  .object({
    /** How the cost is shared. */
    rule: sharingRuleSchema,
    /** The cost that is shared. */
    cost: commonCostSchema,
    /** The shared usage, in units of the meter; absent when a sum was shared. */
    quantity: z.string().optional(),
    totalFen: fenSchema,
    /** Lines sorted by unit id. Their fen add up to the total (R6.3). */
    lines: z.array(sharingLineSchema),
  })
  .meta({ id: 'Sharing' });
export type Sharing = z.infer<typeof sharingSchema>;

/** A weight has at most 8 decimals, so a weight times its relief has at most 16. */
const wholeWeights = '1e16';

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function takesPart(unit: SharingUnit, pool: SharingRule['pool']): boolean {
  switch (pool.within) {
    case 'estate':
      return true;
    case 'building':
      return unit.building === pool.building;
    case 'stair':
      return unit.building === pool.building && unit.stair === pool.stair;
  }
}

function weightOf(unit: SharingUnit, basis: SharingRule['basis']): string {
  if (basis === 'household') return '1';
  const weight = basis === 'area' ? unit.area : unit.coefficient;
  // A unit is exempt only by a clause, never because the register lacks a figure.
  if (weight === undefined || exact(weight).top.lte('0')) throw new RangeError(`unit ${unit.unitId} has no ${basis}`);
  return weight;
}

function costOf(cost: CommonCost): { totalFen: number; quantity?: string } {
  if (cost.kind === 'amount') return { totalFen: cost.fen };
  const shared = sum(exact(cost.quantity), ...cost.borneByOthers.map((other) => exact(`-${other.quantity}`)));
  if (shared.top.lt('0')) throw new RangeError('others bear more than was used');
  return { totalFen: toFen(product(shared, exact(cost.price))), quantity: exactText(shared) };
}

/**
 * Divides whole fen by weights so that the parts add up. Each part gets its floor; the remaining fen go one
 * each to the largest remainders, in case of ties to the first (R6.3). Weights are whole numbers, not all 0.
 */
function divide(fen: number, weights: readonly bigint[]): number[] {
  const all = weights.reduce((total, weight) => total + weight, 0n);
  const parts = weights.map((weight, i) => {
    const exactly = BigInt(fen) * weight;
    return { i, floor: exactly / all, remainder: exactly % all };
  });
  const left = Number(BigInt(fen) - parts.reduce((total, part) => total + part.floor, 0n));
  const lucky = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1,
  );
  const extra = new Set(lucky.slice(0, left).map((part) => part.i));
  return parts.map(({ i, floor }) => Number(floor) + (extra.has(i) ? 1 : 0));
}

/** Returns `quantity x weight / all` to four decimals, half up. */
function partOf(quantity: string, weight: bigint, all: bigint): string {
  const exactly = BigInt(exact(quantity).top.times('1e8').toFixed(0)) * weight;
  const digits = ((exactly * 2n + all * 10_000n) / (all * 20_000n)).toString().padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/**
 * Shares a common cost among the units of a pool (R6.1-R6.4). The amount is rounded once, half up, to fen.
 * The lines add up to it by largest remainder, ties by unit id. Units outside the pool have no line.
 * @throws RangeError when a unit occurs twice or lacks its measure, others bear more than was used, or nobody
 * is left to pay.
 */
export function createSharing(rule: SharingRule, cost: CommonCost, units: readonly SharingUnit[]): Sharing {
  if (new Set(units.map((unit) => unit.unitId)).size < units.length) throw new RangeError('a unit occurs twice');
  const sharers = units
    .filter((unit) => takesPart(unit, rule.pool))
    .toSorted((a, b) => byCode(a.unitId, b.unitId))
    .map((unit) => {
      const weight = weightOf(unit, rule.basis);
      const pays = product(exact(weight), exact(unit.relief?.pays ?? '1'));
      return { unit, weight, share: BigInt(pays.top.times(wholeWeights).toFixed(0)) };
    });
  const all = sharers.reduce((total, { share }) => total + share, 0n);
  if (all === 0n) throw new RangeError('nobody is left to pay');

  const { totalFen, quantity } = costOf(cost);
  const fen = divide(
    totalFen,
    sharers.map(({ share }) => share),
  );
  const lines = sharers.map(({ unit, weight, share }, i) => ({
    unitId: unit.unitId,
    weight,
    ...(unit.relief && { relief: unit.relief }),
    ...(quantity !== undefined && { quantity: partOf(quantity, share, all) }),
    fen: fen[i] ?? 0,
  }));
  return { rule, cost, ...(quantity !== undefined && { quantity }), totalFen, lines };
}
