import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import type { Ticket } from '../tickets/public.ts';
import { isAfter } from './appointment-slots.ts';
import {
  type Change,
  found,
  happened,
  type InputOf,
  type Operation,
  record,
  recordRelease,
  ref,
  written,
} from './change-work-order.ts';
import { repairsPolicy } from './repairs.policy.ts';
import { mustAllow, type WorkOrder } from './work-order.ts';

const photoNeeded = problemKind('after-photo-needed', 409, {
  'zh-CN': '本小区要求完工照片，请先添加一张完工后的照片。',
  'zh-TW': '本社區要求完工照片，請先新增一張完工後的照片。',
  en: 'This estate requires a photo of the finished work. Add one first.',
});

export const completeSchema = z
  .strictObject({ ...lateEntry, resolution: z.string().min(1).max(10_000) })
  .meta({ id: 'CompleteWorkOrderBody' });

/** Completes an order (完工), which resolves its ticket. @throws Problem after-photo-needed, illegal-state. */
export const completeWorkOrder: Operation<InputOf<typeof completeSchema>> = async (order, { resolution }, act) => {
  mustAllow(order, 'complete');
  const { photosRequired } = await repairsPolicy.of(order.estateId);
  if (photosRequired && !order.photos.some((photo) => photo.when === 'after')) throw new Problem(photoNeeded);
  // A future appointment is no longer needed. A past one documents the visit.
  const ahead = order.appointment && isAfter(order.appointment.from, toInstant(act.recordedAt));
  const appointment = ahead ? undefined : order.appointment;
  const after = happened({ ...order, status: 'completed', resolution, appointment }, act);
  const { technicianId } = order;
  return record(written(order, after, act), 'WorkOrderCompleted', { ...ref(order), technicianId, resolution }, act);
};

export const cancelSchema = z
  .strictObject({ ...lateEntry, reason: reasonSchema(500) })
  .meta({ id: 'CancelWorkOrderBody' });

/** Cancels an order on behalf of the front desk. @throws Problem illegal-state. */
export const cancelWorkOrder: Operation<InputOf<typeof cancelSchema>> = (order, { reason }, act) => {
  mustAllow(order, 'cancel');
  return cancelled(order, reason, act);
};

/**
 * Cancels an unfinished order and releases its slot and its technician's load, because of its `ticket` if
 * given.
 */
export function cancelled(order: WorkOrder, reason: string, act: ActionContext, ticket?: Ticket): Change {
  const because = { ...act, reason };
  const after = happened({ ...order, ...found, status: 'cancelled', appointment: undefined }, because);
  const change = record(written(order, after, act, ticket), 'WorkOrderCancelled', { ...ref(order), reason }, because);
  return order.appointment ? recordRelease(change, order.appointment, because) : change;
}
