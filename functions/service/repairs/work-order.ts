import * as z from 'zod';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { sortable } from '../../../shared/kernel/time.ts';

/** How an order gets its technician: it is assigned (派单), or technicians of the trade claim it (抢单). */
export const modes = ['assign', 'claim'] as const;

/** States of a work order: 待派工, 已派工, 已接单, 已到场, 已完工, 已取消. */
export const workOrderStatuses = ['open', 'assigned', 'accepted', 'arrived', 'completed', 'cancelled'] as const;
export type WorkOrderStatus = (typeof workOrderStatuses)[number];

/** The technician's findings on site (D13): the fault as reported, no fault, or another cause. */
export const verdicts = ['confirmed', 'not-confirmed', 'other-cause'] as const;

/** A line of material. The quantity is above zero with at most three decimals. */
export const materialSchema = z
  .strictObject({
    /** What was used. */
    item: z.string().min(1).max(200),
    quantity: z
      .string()
      .regex(/^\d{1,7}(\.\d{1,3})?$/)
      .refine((text) => /[1-9]/.test(text), { message: 'must be above zero' }),
    /** Unit of measure. */
    unit: z.string().min(1).max(20),
  })
  .meta({ id: 'Material' });

/** The agreed time of a visit. Both ends are instants. */
const appointmentSchema = z
  .object({ from: z.string(), to: z.string(), technicianId: z.string() })
  .meta({ id: 'AppointmentRecord' });
export type Appointment = z.infer<typeof appointmentSchema>;

export const photoSchema = z
  .strictObject({
    attachmentId: z.string().max(64),
    /** Before or after the work. */
    when: z.enum(['before', 'after']),
  })
  .meta({ id: 'Photo' });

/** A work order (派工单) for a repair ticket. Each reopening of the ticket has its own order. */
export const workOrderSchema = z
  .object({
    workOrderId: z.string(),
    estateId: z.string(),
    ticketId: z.string(),
    /** Number of the ticket, as read out on the phone. */
    number: z.string(),
    trade: z.string(),
    severity: z.string(),
    mode: z.enum(modes),
    status: z.enum(workOrderStatuses),
    /** The technician who has the order, or had it when it was finished. */
    technicianId: z.string().optional(),
    /** Ids of the technicians who refused the order. */
    refusedBy: z.array(z.string()),
    title: z.string(),
    description: z.string(),
    unitId: z.string().optional(),
    /** The person who reported, when they are in the register. */
    requesterId: z.string().optional(),
    /** The time agreed with the household. */
    appointment: appointmentSchema.optional(),
    /** Number of visits at which nobody was at home. */
    notAtHomeCount: z.number().int(),
    /** Permission to enter while the household is out. */
    entryPermission: z.string().optional(),
    /** Hints for the technician: pets, a door code. */
    notes: z.string().optional(),
    /** Whether the fault is confirmed, and what was found. */
    verification: z.object({ verdict: z.enum(verdicts), findings: z.string() }).optional(),
    /** Materials that were used. */
    materials: z.array(materialSchema),
    photos: z.array(photoSchema),
    resolution: z.string().optional(),
    openedAt: z.string(),
    /** Time of the latest change. Later entries must not be dated before it, or before `earliestAt`. */
    lastOccurredAt: z.string(),
    /** Earliest time of what people enter next, while only automatic steps happened after it. */
    earliestAt: z.string().optional(),
    /** True when a replay of history entered the report. */
    replays: z.literal(true).optional(),
    updatedAt: z.string(),
    /** Time since which no technician can be found. */
    unassignableSince: z.string().optional(),
    /** Time of the next search for a technician; only while no technician has the order. */
    nextTryAt: z.string().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'WorkOrderRecord' });
export type WorkOrder = z.infer<typeof workOrderSchema>;

/** Stages in the order in which lists show them, with their states. */
export const orderStages = {
  unfinished: ['open', 'assigned', 'accepted', 'arrived'],
  completed: ['completed'],
  cancelled: ['cancelled'],
} satisfies Record<string, readonly WorkOrderStatus[]>;
export type OrderStage = keyof typeof orderStages;

/**
 * Returns the position of an order within its stage. Unfinished: when the visit begins, or since when the
 * order waits for one. Finished: when it ended.
 */
export function orderOf(order: WorkOrder): string {
  return sortable(isUnfinished(order) ? (order.appointment?.from ?? order.openedAt) : order.lastOccurredAt);
}

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

/** Returns the states that allow an operation. */
export function statesAllowing(operation: WorkOrderOperation): readonly WorkOrderStatus[] {
  return allowedIn[operation];
}

/**
 * Rejects an operation that the state does not allow. @throws Problem illegal-state with the states that
 * allow it.
 */
export function mustAllow(order: Pick<WorkOrder, 'status'>, operation: WorkOrderOperation): void {
  const allowed = statesAllowing(operation);
  if (!allowed.includes(order.status)) throw illegalState(order.status, allowed);
}

/** Returns true when an order is neither completed nor cancelled. */
export function isUnfinished(order: Pick<WorkOrder, 'status'>): boolean {
  return order.status !== 'completed' && order.status !== 'cancelled';
}

/** Returns the technician who has an unfinished order. The order counts in their load. */
export function holderOf(order: Pick<WorkOrder, 'status' | 'technicianId'>): string | undefined {
  return isUnfinished(order) && order.status !== 'open' ? order.technicianId : undefined;
}
