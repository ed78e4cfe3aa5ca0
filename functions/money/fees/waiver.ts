import * as z from 'zod';
import type { Caller } from '../../../shared/http/auth.ts';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { Bill } from './bill.ts';
import { debtParts } from './debt-parts.ts';
import type { FeesPolicy } from './fees.policy.ts';

export const waiverStatuses = ['asked', 'granted', 'refused'] as const;

/** Input of a waiver request. */
export const requestWaiverSchema = z
  .strictObject({
    part: z.enum(debtParts),
    fen: fenSchema.min(1).max(1e12),
    /** Waivers of principal: the fee item whose lines are lowered; required where the bill has several. */
    feeItemId: z.string().max(64).optional(),
    reason: reasonSchema(1_000),
  })
  .meta({ id: 'RequestWaiverBody' });
export type WaiverInput = z.output<typeof requestWaiverSchema>;

/** A waiver (减免, D32): who requested what and why, and who decided. */
export const waiverSchema = z
  .object({
    waiverId: z.string(),
    estateId: z.string(),
    billId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    payerId: z.string(),
    ...requestWaiverSchema.shape,
    fen: fenSchema,
    status: z.enum(waiverStatuses),
    /** Who asked for it, and when. */
    asked: z.object({ by: z.string(), on: dateSchema, at: z.string() }),
    /** Who decided it, and when. */
    decided: z.object({ by: z.string(), on: dateSchema, reason: z.string().optional() }).optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Waiver' });
export type Waiver = z.infer<typeof waiverSchema>;

/**
 * Returns the most fen that the caller may waive alone; 0 without a role that has a limit. An estate sets the
 * limits as `waiverLimits` in fees.policy.ts.
 */
export function waiverLimitOf(
  caller: Pick<Caller, 'roles'>,
  { waiverLimits }: Pick<FeesPolicy, 'waiverLimits'>,
): number {
  const of = (role: 'supervisor' | 'manager') => (caller.roles.includes(role) ? waiverLimits[role] : 0);
  return Math.max(of('supervisor'), of('manager'));
}

/**
 * What a person waived alone on a day, fen: in all, and for the payer of the bill by anybody (R20.10). Late
 * charge that other acts gave up counts with them: an earlier day of cash, a founded objection.
 */
export interface WaivedAlone {
  readonly byPerson: number;
  readonly forPayer: number;
  /** What other acts gave up of the bill. */
  readonly otherwiseOnBill: number;
}

/**
 * Returns true when a person may grant a waiver alone (D32, R20.10). Their limit covers this waiver plus
 * those granted alone: on the bill, for the payer on this day, and by the person on this day. Many small
 * waivers can therefore not replace a large one.
 */
export function mayGrantAlone(
  bill: Pick<Bill, 'waived'>,
  fen: number,
  { byPerson, forPayer, otherwiseOnBill }: WaivedAlone,
  limitFen: number,
): boolean {
  const onBill = bill.waived.filter((one) => one.askedBy === one.approvedBy).reduce((sum, one) => sum + one.fen, 0);
  return Math.max(onBill + otherwiseOnBill, byPerson, forPayer) + fen <= limitFen;
}

/**
 * Returns the waiver with its decision. Who may decide: `deciders` in waiver.routes.ts.
 * @throws Problem 409 illegal-state, another-person-needed.
 */
export function decideWaiver(
  waiver: Waiver,
  status: 'granted' | 'refused',
  decision: { by: string; on: string; reason?: string | undefined; at: string },
): Waiver {
  if (waiver.status !== 'asked') throw illegalState(waiver.status, ['asked']);
  const { at, ...decided } = decision;
  if (status === 'granted') assertAnotherPerson(waiver.asked, decided.by);
  return { ...waiver, status, decided, updatedAt: at, version: waiver.version + 1 };
}
