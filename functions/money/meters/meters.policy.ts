import * as z from 'zod';
import { defaultLevels, levelsSchema } from './prepaid-entries.ts';
import { defaultReadingChecks, readingChecksSchema } from './reading.ts';

const timeOfDay = z.iso.time({ precision: -1 });

/** What an estate has set about meters (抄表与预存). */
export const metersPolicyDetailsSchema = z
  .strictObject({
    /** When usage is abnormal and held for review (R6.5). */
    checks: readingChecksSchema,
    /** Default levels of meters, fen (R11.3). */
    levels: levelsSchema,
    /**
     * Quiet hours without low balance notices, except at the last level; `HH:MM` in the estate's zone. Equal
     * times mean none.
     */
    quietFrom: timeOfDay,
    quietTo: timeOfDay,
  })
  .meta({ id: 'ChangeMetersPolicyBody' });

export const metersPolicySchema = z
  .object({
    ...metersPolicyDetailsSchema.shape,
    estateId: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'MetersPolicy' });
export type MetersPolicy = z.infer<typeof metersPolicySchema>;

/**
 * Returns the policy of an estate that has set none (R17): levels of 50.00 and 20.00 yuan, quiet hours from
 * 21:00 to 08:00.
 */
export function defaultMetersPolicy(estateId: string): MetersPolicy {
  const quiet = { quietFrom: '21:00', quietTo: '08:00' };
  return { estateId, version: 0, checks: defaultReadingChecks, levels: defaultLevels, ...quiet };
}
