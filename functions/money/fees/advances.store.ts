import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { getMany } from '../../../shared/store/table.ts';
import { type Advance, advanceSchema } from './advance.ts';

const table = 'ledger';

/**
 * Partitions of the lists of money in advance: by status in an estate, by unit, and in the order of change.
 */
export const advanceLists = {
  advances: (estateId: string) => `ESTATE#${estateId}#ADVANCES`,
  inStatus: (estateId: string, status: string) => `ESTATE#${estateId}#ADVANCES#${status}`,
  ofUnit: (unitId: string) => `UNIT#${unitId}#ADVANCES`,
};

/** Kind of due item: money in advance whose next month is to become revenue, or that nobody paid. */
export const dueAdvances = 'advance';

export const advances = entity<Advance, { advanceId: string }>({
  table,
  type: 'advance',
  schema: advanceSchema,
  key: ({ advanceId }) => ({ pk: `ADVANCE#${advanceId}`, sk: 'ADVANCE' }),
  indexes: ({ advanceId, estateId, unitId, status, asked, updatedAt, dueAt }) => ({
    ...indexKeys('lists', advanceLists.inStatus(estateId, status), asked.at, advanceId),
    ...indexKeys('mine', advanceLists.ofUnit(unitId), asked.at, advanceId),
    ...indexKeys('updates', advanceLists.advances(estateId), updatedAt, advanceId),
    ...dueKeys(dueAdvances, advanceId, dueAt, updatedAt),
  }),
});

const advanceDaysSchema = z
  .object({
    estateId: z.string(),
    unitId: z.string(),
    feeItemId: z.string(),
    days: z.array(z.object({ advanceId: z.string(), from: dateSchema, to: dateSchema })).max(400),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'AdvanceDays' });
export type AdvanceDays = z.infer<typeof advanceDaysSchema>;

/**
 * The days of a unit and fee item that are charged in advance. Every change takes its next version, so two
 * requests cannot exceed the limit together, and billing runs leave these days out.
 */
export const advanceDays = entity<AdvanceDays, Pick<AdvanceDays, 'unitId' | 'feeItemId'>>({
  table,
  type: 'advance-days',
  schema: advanceDaysSchema,
  key: ({ unitId, feeItemId }) => ({ pk: `ADVANCEDAYS#${unitId}#${feeItemId}`, sk: 'DAYS' }),
});

/** Returns the days in advance of units and fee items, where there are any; read consistently. */
export function daysInAdvance(unitIds: readonly string[], feeItemIds: readonly string[]): Promise<AdvanceDays[]> {
  const keys = unitIds.flatMap((unitId) => feeItemIds.map((feeItemId) => ({ unitId, feeItemId })));
  return getMany(advanceDays, keys, { consistent: true });
}
