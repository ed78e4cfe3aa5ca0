import * as z from 'zod';
import { illegalState } from '../../../shared/kernel/problem.ts';

/** Who gets an order: we send somebody (派单), or the technicians of the trade take it themselves (抢单). */
export const modes = ['assign', 'claim'] as const;

/** Where a work order stands: 待派工, 已派工, 已接单, 已到场, 已完工, 已取消. */
export const workOrderStatuses = ['open', 'assigned', 'accepted', 'arrived', 'completed', 'cancelled'] as const;
export type WorkOrderStatus = (typeof workOrderStatuses)[number];

/** What the technician found on the spot (D13): as reported, not there, or there for another reason. */
export const verdicts = ['confirmed', 'not-confirmed', 'other-cause'] as const;

/** A line of material: the quantity is an exact decimal above zero, at most three decimals. */
export const materialSchema = z.strictObject({
  item: z.string().min(1).max(200),
  quantity: z
    .string()
    .regex(/^\d{1,7}(\.\d{1,3})?$/)
    .refine((text) => /[1-9]/.test(text), { message: 'above zero' }),
  unit: z.string().min(1).max(20),
});

/** A time that a household and a technician agreed on; both ends are instants. */
const appointmentSchema = z.object({ from: z.string(), to: z.string(), technicianId: z.string() });
export type Appointment = z.infer<typeof appointmentSchema>;

export const photoSchema = z.strictObject({ attachmentId: z.string().max(64), when: z.enum(['before', 'after']) });

/** A work order (派工单): the work on one repair ticket, once for each time that the ticket was opened. */
export const workOrderSchema = z.object({
  workOrderId: z.string(),
  estateId: z.string(),
  ticketId: z.string(),
  /** Number of the ticket, as it is read out on the phone. */
  number: z.string(),
  trade: z.string(),
  severity: z.string(),
  mode: z.enum(modes),
  status: z.enum(workOrderStatuses),
  /** Who has it, or had it when it was finished. */
  technicianId: z.string().optional(),
  refusedBy: z.array(z.string()),
  title: z.string(),
  description: z.string(),
  unitId: z.string().optional(),
  /** The person who reported, when the register knows him. */
  requesterId: z.string().optional(),
  appointment: appointmentSchema.optional(),
  notAtHomeCount: z.number().int(),
  /** What the household said about entering without it, and what else one must know (pets, a code of the door). */
  entryPermission: z.string().optional(),
  notes: z.string().optional(),
  verification: z.object({ verdict: z.enum(verdicts), findings: z.string() }).optional(),
  materials: z.array(materialSchema),
  photos: z.array(photoSchema),
  resolution: z.string().optional(),
  openedAt: z.string(),
  /** The latest thing that happened to it; nothing may be entered as earlier than that. */
  lastOccurredAt: z.string(),
  updatedAt: z.string(),
  /** Since when nobody can be found for it. */
  unassignableSince: z.string().optional(),
  /** When somebody is to be looked for again; only while nobody has it. */
  nextTryAt: z.string().optional(),
  version: z.number().int(),
});
export type WorkOrder = z.infer<typeof workOrderSchema>;

/** Operations that change the state, and the states that allow each. */
const allowedIn = {
  claim: ['open'],
  assign: ['open', 'assigned', 'accepted'],
  accept: ['assigned'],
  refuse: ['assigned', 'accepted'],
  transfer: ['assigned', 'accepted', 'arrived'],
  appoint: ['assigned', 'accepted', 'arrived'],
  release: ['assigned', 'accepted', 'arrived'],
  arrive: ['assigned', 'accepted'],
  'report-no-access': ['assigned', 'accepted', 'arrived'],
  verify: ['arrived'],
  materials: ['arrived', 'completed'],
  photos: ['assigned', 'accepted', 'arrived', 'completed'],
  complete: ['arrived'],
  cancel: ['open', 'assigned', 'accepted', 'arrived'],
} as const satisfies Record<string, readonly WorkOrderStatus[]>;
export type WorkOrderOperation = keyof typeof allowedIn;

/** States in which the operation is possible. */
export function statesAllowing(operation: WorkOrderOperation): readonly WorkOrderStatus[] {
  return allowedIn[operation];
}

/** Stops an operation that the state forbids. @throws Problem 409 with the states that would allow it. */
export function mustAllow(order: Pick<WorkOrder, 'status'>, operation: WorkOrderOperation): void {
  const allowed = statesAllowing(operation);
  if (!allowed.includes(order.status)) throw illegalState(order.status, allowed);
}

/** Neither completed nor cancelled. */
export function isUnfinished(order: Pick<WorkOrder, 'status'>): boolean {
  return order.status !== 'completed' && order.status !== 'cancelled';
}

/** Who has the order on his hands; undefined when nobody has, or it is finished. It is this that counts as load. */
export function holderOf(order: Pick<WorkOrder, 'status' | 'technicianId'>): string | undefined {
  return isUnfinished(order) && order.status !== 'open' ? order.technicianId : undefined;
}
