import * as z from 'zod';
import { type Caller, deskRoles, hasRole, isStaff } from '../../../shared/http/auth.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { holderOf, type WorkOrder, workOrderSchema } from './work-order.ts';

const appointmentViewSchema = z.object({ from: z.string(), to: z.string(), technicianId: z.string().optional() });

/** A work order as the API answers it. */
export const workOrderViewSchema = workOrderSchema.omit({ nextTryAt: true }).extend({
  refusedBy: z.array(z.string()).optional(),
  appointment: appointmentViewSchema.optional(),
});

const notYours = problemKind('not-your-work-order', 403, {
  'zh-CN': '此单不在您名下，只有接单的维修人员可以操作。',
  'zh-TW': '此單不在您名下，只有接單的維修人員可以操作。',
  en: 'Only the technician who has this work order may do this.',
});

/** What the caller may read of an order: a household not who comes, who refused, nor what was searched for. */
export function viewOf(order: WorkOrder, caller: Caller): z.input<typeof workOrderViewSchema> {
  if (isStaff(caller)) return order;
  const { technicianId, refusedBy, unassignableSince, appointment, ...mine } = order;
  return { ...mine, ...(appointment && { appointment: { from: appointment.from, to: appointment.to } }) };
}

/** Stops a household from an order that is not for its own ticket, as if it were not there. @throws Problem not-found. */
export function mustBeMine(order: WorkOrder, caller: Caller): void {
  if (!isStaff(caller) && order.requesterId !== caller.personId) throw new Problem(problems.notFound);
}

/**
 * Lets a technician act on the order that he has and on no other; the desk acts for him when he reports by phone.
 * @throws Problem not-your-work-order.
 */
export function mustHaveIt(order: WorkOrder, caller: Caller): void {
  if (!hasRole(caller, 'technician') || hasRole(caller, ...deskRoles)) return;
  // Of a finished order he still writes down what he used and how it looks.
  if ((holderOf(order) ?? order.technicianId) !== caller.personId) throw new Problem(notYours);
}
