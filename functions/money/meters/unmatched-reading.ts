import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import type { Meter } from './meter.ts';

export const unmatchedStates = ['open', 'entered', 'set-aside'] as const;

/**
 * A reading at a handover that belongs to no meter yet (待归表读数). The home has no meter of the utility, or
 * several, or its meter cannot have given the value. Units of the meter.
 */
export const unmatchedReadingSchema = z
  .object({
    unmatchedId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    handoverId: z.string(),
    utility: utilitySchema,
    value: decimalSchema,
    readAt: instantSchema,
    /** `no-meter`, `several-meters`, or the code by which its meter refused it. */
    why: z.string(),
    state: z.enum(unmatchedStates),
    /** Who settled it and why, with the matched meter and reading; without them it was set aside. */
    settled: z
      .object({
        by: z.string(),
        at: z.string(),
        reason: z.string(),
        meterId: z.string().optional(),
        readingId: z.string().optional(),
      })
      .optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'UnmatchedReading' });
export type UnmatchedReading = z.infer<typeof unmatchedReadingSchema>;

/**
 * Returns the id of an unmatched reading. One handover, utility, day and value is one reading, reported with
 * the sheet or with the keys.
 */
export function unmatchedIdOf({ handoverId, utility, value }: Shown, day: string): string {
  return derivedId('upr', handoverId, utility, day, value);
}

/** A meter's value at a handover. */
export type Shown = Pick<UnmatchedReading, 'handoverId' | 'utility' | 'value' | 'readAt'>;

/**
 * Returns the only meter of a unit for a utility on a day (`YYYY-MM-DD`). Several meters match none, because
 * nobody said which one was read.
 */
export function meterShowing(
  meters: readonly Meter[],
  { utility }: Pick<Shown, 'utility'>,
  day: string,
): Meter | 'no-meter' | 'several-meters' {
  const there = meters.filter(
    (one) => one.utility === utility && (one.removedOn === undefined || day <= one.removedOn),
  );
  const [only, ...others] = there;
  if (!only) return 'no-meter';
  return others.length > 0 ? 'several-meters' : only;
}
