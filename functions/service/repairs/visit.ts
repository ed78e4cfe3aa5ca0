import * as z from 'zod';
import { type Language, say } from '../../../shared/kernel/language.ts';
import { staffOf } from '../../register/owners/public.ts';
import { repairsPolicy } from './repairs.policy.ts';
import { holderOf, type WorkOrder } from './work-order.ts';

/** Who comes to the household and when, as the household sees it (D13). */
export const visitSchema = z
  .object({
    /** The technician who has the work order; absent while nobody has it. */
    technician: z
      .object({
        name: z.string(),
        /** Trade of the work, in the language of the reader. */
        trade: z.string(),
      })
      .meta({ id: 'VisitingTechnician' })
      .optional(),
    /** Start of the agreed window; absent while none is agreed. */
    from: z.string().optional(),
    /** End of the agreed window. */
    to: z.string().optional(),
  })
  .meta({ id: 'RepairVisit' });
export type Visit = z.infer<typeof visitSchema>;

/** Returns who comes for an order and when, with names instead of ids. */
export async function visitOf(order: WorkOrder, language: Language): Promise<Visit> {
  const holder = holderOf(order);
  const [technician, { trades }] = await Promise.all([
    holder === undefined ? undefined : staffOf(holder),
    repairsPolicy.of(order.estateId),
  ]);
  const trade = trades.find(({ key }) => key === order.trade)?.name;
  const { from, to } = order.appointment ?? {};
  return {
    ...(technician && { technician: { name: technician.name, trade: trade ? say(trade, language) : order.trade } }),
    ...(from !== undefined && to !== undefined && { from, to }),
  };
}
