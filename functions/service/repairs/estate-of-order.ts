import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { type Estate, estateOf } from '../../register/owners/public.ts';
import type { WorkOrder } from './work-order.ts';

/** Returns the estate of an order. @throws Problem not-found. */
export async function estateOfOrder(order: Pick<WorkOrder, 'estateId'>): Promise<Estate> {
  const estate = await estateOf(order.estateId);
  if (!estate) throw new Problem(problems.notFound);
  return estate;
}
