import * as z from 'zod';
import { reasonSchema } from '../../../../shared/kernel/reason.ts';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import { entity } from '../../../../shared/store/entity.ts';

/** What is cancelled: a day of a phase, or one station on it; the reason stands in the letters. */
export const cancelDaySchema = z.strictObject({
  day: dateSchema,
  station: z.string().min(1).max(60).optional(),
  reason: reasonSchema(500),
});

export const cancellationSchema = z.object({
  cancellationId: z.string(),
  estateId: z.string(),
  phaseId: z.string(),
  day: dateSchema,
  /** Those that there were when it was cancelled; one that is planned afterwards stands. */
  stations: z.array(z.string()),
  reason: z.string(),
  state: z.enum(['running', 'done']),
  /** Slots that were withdrawn and bookings that ended, so far. */
  slots: z.int(),
  bookings: z.int(),
  /** Slices that were worked off, and the slot at which the next one begins. */
  slice: z.int(),
  next: z.string(),
  cancelledAt: instantSchema,
  cancelledBy: z.string(),
  updatedAt: z.string(),
  version: z.int(),
});
export type Cancellation = z.infer<typeof cancellationSchema>;

/** What the API shows of a cancellation. */
export const cancellationViewSchema = cancellationSchema.omit({ next: true });

/** Partition of the cancellations of a phase. */
export function cancellationsOf(phaseId: string): string {
  return `PHASE#${phaseId}#CANCELLATIONS`;
}

/** Days, or stations of days, on which we cannot be there after all (取消交付日). */
export const cancellations = entity<Cancellation, { cancellationId: string }>({
  table: 'handovers',
  type: 'handover-cancellation',
  schema: cancellationSchema,
  key: ({ cancellationId }) => ({ pk: `CANCELLATION#${cancellationId}`, sk: 'CANCELLATION' }),
  indexes: ({ phaseId, day, cancellationId }) => ({
    listsPk: cancellationsOf(phaseId),
    listsSk: `${day}#${cancellationId}`,
  }),
});
