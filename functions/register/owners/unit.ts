import * as z from 'zod';
import { keySchema, placeName, placeSchema } from '../../../shared/kernel/plain-text.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** Uses of a unit: 住宅, 商铺, 写字楼, 车位, 储藏室, 公共部位. */
export const uses = ['dwelling', 'shop', 'office', 'parking', 'storage', 'common'] as const;

const areaSchema = z.string().regex(/^\d{1,6}\.\d{2}$/);
/** An area that is entered: no home has 0 m². */
const newAreaSchema = areaSchema.regex(/[1-9]/);

/** Details of a unit (房屋). */
export const unitDetailsSchema = z
  .strictObject({
    /**
     * The name that people use: 3栋2单元1201. Unique within the estate; blanks and full-width characters make no
     * other name.
     */
    label: keySchema(120),
    /** Phase (期) of the estate. */
    phase: placeSchema(60).optional(),
    building: placeSchema(60),
    /** Stair of the building (单元). */
    stair: placeSchema(60).optional(),
    floor: z.number().int().min(-20).max(300).optional(),
    /** Building area (建筑面积) in m² with two decimals. */
    area: newAreaSchema,
    /** Inside area (室内面积, 套内) in m², where charges are based on it. */
    insideArea: newAreaSchema.optional(),
    use: z.enum(uses),
  })
  .meta({ id: 'CreateUnitBody' });

/** A change of a unit: its new details, and the first day of changed areas. */
export const unitChangeSchema = z
  .strictObject({
    ...unitDetailsSchema.shape,
    /** First day of the changed areas. Without it the areas correct the whole past (R22.2). */
    areaFrom: dateSchema.optional(),
  })
  .meta({ id: 'ChangeUnitBody' });

/** Number of earlier areas kept for a unit. */
export const mostEarlierAreas = 50;

/** Areas (m²) valid up to a day, that day included. */
const earlierAreaSchema = z
  .object({ to: dateSchema, area: areaSchema, insideArea: areaSchema.optional() })
  .meta({ id: 'EarlierArea' });

export const unitSchema = z
  .object({
    ...unitDetailsSchema.shape,
    label: z.string().min(1).max(120),
    phase: z.string().overwrite(placeName).max(60).optional(),
    area: areaSchema,
    insideArea: areaSchema.optional(),
    /** Areas before the present ones, oldest first. */
    earlierAreas: z.array(earlierAreaSchema).max(mostEarlierAreas).optional(),
    unitId: z.string(),
    estateId: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Unit' });
export type Unit = z.infer<typeof unitSchema>;
