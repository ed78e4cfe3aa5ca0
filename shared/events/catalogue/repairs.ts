import * as z from 'zod';
import { id, instant } from './parts.ts';

const workOrderRef = { workOrderId: id, ticketId: id };

/** Events of repairs. */
export const repairsEvents = {
  WorkOrderOpened: z.object({
    ...workOrderRef,
    trade: z.string(),
    mode: z.enum(['assign', 'claim']),
    unitId: id.optional(),
  }),
  WorkOrderAssigned: z.object({
    ...workOrderRef,
    technicianId: id,
    method: z.enum(['dispatched', 'claimed', 'transferred', 'supervisor']),
  }),
  WorkOrderUnassignable: z.object({ ...workOrderRef, trade: z.string(), why: z.string() }),
  /** The severity of the order changed with that of its ticket. */
  WorkOrderRegraded: z.object({ ...workOrderRef, from: z.string(), to: z.string() }),
  WorkOrderAccepted: z.object({ ...workOrderRef, technicianId: id }),
  WorkOrderRefused: z.object({ ...workOrderRef, technicianId: id, reason: z.string() }),
  WorkOrderTransferred: z.object({ ...workOrderRef, from: id, to: id, reason: z.string() }),
  AppointmentBooked: z.object({ ...workOrderRef, from: instant, to: instant, technicianId: id.optional() }),
  AppointmentReleased: z.object({ ...workOrderRef, from: instant, to: instant }),
  CustomerNotAtHome: z.object({ ...workOrderRef, technicianId: id, count: z.number() }),
  TechnicianArrived: z.object({ ...workOrderRef, technicianId: id }),
  FaultVerified: z.object({
    ...workOrderRef,
    verdict: z.enum(['confirmed', 'not-confirmed', 'other-cause']),
    findings: z.string(),
  }),
  MaterialsUsed: z.object({
    ...workOrderRef,
    lines: z.array(z.object({ item: z.string(), quantity: z.string(), unit: z.string() })),
  }),
  PhotoAdded: z.object({ ...workOrderRef, attachmentId: id, when: z.enum(['before', 'after']) }),
  WorkOrderCompleted: z.object({ ...workOrderRef, technicianId: id.optional(), resolution: z.string() }),
  WorkOrderCancelled: z.object({ ...workOrderRef, reason: z.string() }),
} as const;
