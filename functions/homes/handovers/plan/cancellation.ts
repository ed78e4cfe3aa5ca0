import * as z from 'zod';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../../shared/store/entity.ts';

/** Input of a cancellation: a day of a phase or one station on it. Letters quote the reason. */
export const cancelDaySchema = z
  .strictObject({
    day: dateSchema,
    station: z.string().min(1).max(60).optional(),
    reason: reasonSchema(500),
  })
  .meta({ id: 'CancelHandoverDayBody' });

export const cancellationSchema = z
  .object({
    cancellationId: z.string(),
    estateId: z.string(),
    phaseId: z.string(),
    day: dateSchema,
    /** Stations at the time of the cancellation. Stations planned later are not cancelled. */
    stations: z.array(z.string()),
    reason: z.string(),
    state: z.enum(['running', 'done']),
    /** Number of slots withdrawn so far. */
    slots: z.int(),
    /** Number of bookings ended so far. */
    bookings: z.int(),
    /** Number of processed slices. */
    slice: z.int(),
    next: z.string(),
    cancelledAt: instantSchema,
    cancelledBy: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'CancellationRecord' });
export type Cancellation = z.infer<typeof cancellationSchema>;

/** The cancellation as the API returns it. */
export const cancellationViewSchema = cancellationSchema.omit({ next: true }).meta({ id: 'Cancellation' });

/** Returns the index partition of the cancellations of a phase. */
export function cancellationsOf(phaseId: string): string {
  return `PHASE#${phaseId}#CANCELLATIONS`;
}

/** Cancelled days and stations (取消交付日). */
export const cancellations = entity<Cancellation, { cancellationId: string }>({
  table: 'handovers',
  type: 'handover-cancellation',
  schema: cancellationSchema,
  key: ({ cancellationId }) => ({ pk: `CANCELLATION#${cancellationId}`, sk: 'CANCELLATION' }),
  indexes: ({ phaseId, day, cancellationId }) => ({
    ...indexKeys('lists', cancellationsOf(phaseId), day, cancellationId),
  }),
});
