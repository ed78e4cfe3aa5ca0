import * as z from 'zod';
import { defaultLevels, levelsSchema } from './prepaid-entries.ts';
import { defaultReadingChecks, readingChecksSchema } from './reading.ts';

const timeOfDay = z.iso.time({ precision: -1 });

/** What an estate decides about meters (抄表与预存). */
export const metersPolicyDetailsSchema = z.strictObject({
  /** When use is abnormal and held for review (R6.5). */
  checks: readingChecksSchema,
  /** Levels of meters that have none of their own, fen (R11.3). */
  levels: levelsSchema,
  /** When nobody is told of a low balance, but for the last level; `HH:MM` on the estate's clock, the same twice means never. */
  quietFrom: timeOfDay,
  quietTo: timeOfDay,
});

export const metersPolicySchema = z.object({
  ...metersPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.number().int(),
});
export type MetersPolicy = z.infer<typeof metersPolicySchema>;

/** The policy of an estate that has set none (§17): warned at 50.00 and 20.00, quiet from 21:00 to 08:00. */
export function defaultMetersPolicy(estateId: string): MetersPolicy {
  const quiet = { quietFrom: '21:00', quietTo: '08:00' };
  return { estateId, version: 0, checks: defaultReadingChecks, levels: defaultLevels, ...quiet };
}
