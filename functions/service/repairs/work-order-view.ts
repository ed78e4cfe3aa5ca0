import * as z from 'zod';
import { type Caller, deskRoles, hasRole, isStaff } from '../../../shared/http/auth.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { type Visit, visitOf, visitSchema } from './visit.ts';
import { holderOf, isUnfinished, type WorkOrder, workOrderSchema } from './work-order.ts';

const appointmentViewSchema = z
  .object({ from: z.string(), to: z.string(), technicianId: z.string().optional() })
  .meta({ id: 'Appointment' });

/** A work order in an API response. */
export const workOrderViewSchema = workOrderSchema
  .omit({ nextTryAt: true, earliestAt: true })
  .extend({
    refusedBy: z.array(z.string()).optional(),
    appointment: appointmentViewSchema.optional(),
    /** Who comes and when, for residents while the work is unfinished. */
    visit: visitSchema.optional(),
  })
  .meta({ id: 'WorkOrder' });

const notYours = problemKind('not-your-work-order', 403, {
  'zh-CN': '该派工单不在您名下，只有接单的维修人员可以操作。',
  'zh-TW': '該派工單不在您名下，只有接單的維修人員可以操作。',
  en: 'Only the technician who has this work order may do this.',
});

/** Returns what a household sees of an order: who comes and when, without ids, refusals and the search. */
export function householdView(order: WorkOrder, visit: Visit | undefined): z.input<typeof workOrderViewSchema> {
  const { technicianId, refusedBy, unassignableSince, appointment, ...mine } = order;
  const when = appointment && { appointment: { from: appointment.from, to: appointment.to } };
  return { ...mine, ...when, ...(visit && { visit }) };
}

/** Returns what the caller sees of an order. Residents see who comes while the work is unfinished. */
export async function viewOf(
  order: WorkOrder,
  caller: Caller,
  language: Language,
): Promise<z.input<typeof workOrderViewSchema>> {
  if (isStaff(caller)) return order;
  return householdView(order, isUnfinished(order) ? await visitOf(order, language) : undefined);
}

/** Hides orders of other people's tickets from residents. @throws Problem not-found. */
export function mustBeMine(order: WorkOrder, caller: Caller): void {
  if (!isStaff(caller) && order.requesterId !== caller.personId) throw new Problem(problems.notFound);
}

/**
 * Rejects technicians who do not have the order. The front desk may act for them, as after a phone call.
 * @throws Problem not-your-work-order.
 */
export function mustHaveIt(order: WorkOrder, caller: Caller): void {
  if (!hasRole(caller, 'technician') || hasRole(caller, ...deskRoles)) return;
  // After completion the technician still adds materials and photos.
  if ((holderOf(order) ?? order.technicianId) !== caller.personId) throw new Problem(notYours);
}
