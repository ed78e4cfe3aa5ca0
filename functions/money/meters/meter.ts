import * as z from 'zod';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import { levelsSchema } from './prepaid-entries.ts';

const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** What may change on a meter: its plate, its levels and its removal. */
export const meterChangeSchema = z
  .strictObject({
    /** Number on its plate (表号). */
    plate: z.string().min(1).max(60),
    /** The meter's own levels in fen, the highest first (R11.3); by default those of the estate. */
    levels: levelsSchema.optional(),
    /** The last day on which it is read. */
    removedOn: dateSchema.optional(),
  })
  .meta({ id: 'ChangeMeterBody' });

/** The input of a new meter. */
export const newMeterSchema = z
  .strictObject({
    ...meterChangeSchema.omit({ removedOn: true }).shape,
    /** The estate's own id of the meter; generated when absent. */
    meterId: idSchema.optional(),
    unitId: z.string().max(64),
    utility: utilitySchema,
    /** The fee item that charges its usage (R11.4), with the price of a unit of usage. */
    feeItemId: idSchema,
    /** Prepaid (预存): topped up and never billed. */
    prepaid: z.boolean(),
  })
  .meta({ id: 'CreateMeterBody' });
export type NewMeter = z.output<typeof newMeterSchema>;

/** A meter (表计) installed for a unit. */
export const meterSchema = z
  .object({
    ...newMeterSchema.shape,
    ...meterChangeSchema.shape,
    meterId: z.string(),
    estateId: z.string(),
    unitLabel: z.string(),
    installedAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Meter' });
export type Meter = z.infer<typeof meterSchema>;

/**
 * Returns true when a fee item bills the usage of a meter: the meter's own item, unless it is prepaid
 * (R11.4).
 */
export function isBilledBy(meter: Pick<Meter, 'feeItemId' | 'prepaid'>, feeItemId: string): boolean {
  return meter.feeItemId === feeItemId && !meter.prepaid;
}

const notPrepaid = problemKind('meter-not-prepaid', 409, {
  'zh-CN': '表 {meterId} 不是预存表，没有余额，也不能充值。请选择预存表。',
  'zh-TW': '表 {meterId} 不是預存表，沒有餘額，也不能充值。請選擇預存表。',
  en: 'Meter {meterId} is not prepaid, so it has no balance and takes no top-up. Choose a prepaid meter.',
});

/** Rejects a meter without a balance. @throws Problem `meter-not-prepaid`. */
export function mustBePrepaid({ meterId, prepaid }: Pick<Meter, 'meterId' | 'prepaid'>): void {
  if (!prepaid) throw new Problem(notPrepaid, { meterId });
}
