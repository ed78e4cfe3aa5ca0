import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
import { get } from '../../../shared/store/table.ts';
import { workOrders } from './repairs.store.ts';
import type { WorkOrder } from './work-order.ts';
import { mustBeMine } from './work-order-view.ts';

/** Those who plan a visit. */
export const deskTechnicianAndHousehold: readonly Role[] = ['resident', 'technician', ...deskRoles];

/** Path parameter of everything about one order. */
export const orderPath = z.object({ workOrderId: z.string().max(64) });

/** The order that a request is about. @throws Problem not-found when it is not there or not for the caller. */
export async function orderFor(call: { params: { workOrderId: string }; caller: Caller }): Promise<WorkOrder> {
  const order = visible(await get(workOrders, { workOrderId: call.params.workOrderId }), call.caller);
  mustBeMine(order, call.caller);
  return order;
}
