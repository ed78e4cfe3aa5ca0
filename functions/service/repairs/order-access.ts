import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
import { get } from '../../../shared/store/table.ts';
import { workOrders } from './repairs.store.ts';
import type { WorkOrder } from './work-order.ts';
import { mustBeMine } from './work-order-view.ts';

/** Roles that may plan a visit. */
export const deskTechnicianAndHousehold: readonly Role[] = ['resident', 'technician', ...deskRoles];

/** Path parameters of routes of one order. */
export const orderPath = z.object({ workOrderId: z.string().max(64) });

/** Returns the order of a request. @throws Problem not-found when it is missing or hidden from the caller. */
export async function orderFor(call: { params: { workOrderId: string }; caller: Caller }): Promise<WorkOrder> {
  const order = visible(await get(workOrders, { workOrderId: call.params.workOrderId }), call.caller);
  mustBeMine(order, call.caller);
  return order;
}
