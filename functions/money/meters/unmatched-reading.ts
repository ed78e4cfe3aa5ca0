import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import type { Meter } from './meter.ts';

export const unmatchedStates = ['open', 'entered', 'set-aside'] as const;

/**
 * What was shown at the keys of a home and is not a reading of any meter yet (待归表读数): the home has no meter of the utility,
 * or several, or its meter cannot have given it. Units of the meter.
 */
export const unmatchedReadingSchema = z.object({
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
  /** Who settled it and why, and of which meter it is a reading; of none where it was set aside. */
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
});
export type UnmatchedReading = z.infer<typeof unmatchedReadingSchema>;

/** At one handover one value of a utility on one day is one, whether it was said with the sheet or with the keys. */
export function unmatchedIdOf({ handoverId, utility, value }: Shown, day: string): string {
  return derivedId('upr', handoverId, utility, day, value);
}

/** What a meter showed at the keys. */
export type Shown = Pick<UnmatchedReading, 'handoverId' | 'utility' | 'value' | 'readAt'>;

/**
 * The meter of a unit that a value of a utility is of, on a day (`YYYY-MM-DD`): the only one that is there. Which of several it
 * was nobody has said, so it is none of them.
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
