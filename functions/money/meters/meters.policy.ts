import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { defaultLevels, levelsSchema } from './prepaid-entries.ts';
import { defaultReadingChecks, readingChecksSchema } from './reading.ts';

const timeOfDay = z.iso.time({ precision: -1 });

/** What an estate has set about meters (抄表与预存). */
export const metersPolicy = policy({
  context: 'meters',
  table: 'ledger',
  remember: false,
  twoPeople: { tightens: {}, limitOf: {}, zoneOf },
  details: z.strictObject({
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
  }),
  defaults: { checks: defaultReadingChecks, levels: defaultLevels, quietFrom: '21:00', quietTo: '08:00' },
  effect: 'New checks and levels apply to later entries only.',
});
export type MetersPolicy = z.output<typeof metersPolicy.schema>;
