import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** Uses of a unit: 住宅, 商铺, 写字楼, 车位, 储藏室, 公共部位. */
export const uses = ['dwelling', 'shop', 'office', 'parking', 'storage', 'common'] as const;

const areaSchema = z.string().regex(/^\d{1,6}\.\d{2}$/);

/** What the register says about a unit (房屋). */
export const unitDetailsSchema = z.strictObject({
  /** As people say it: 3栋2单元1201. Unique within the estate. */
  label: z.string().min(1).max(120),
  /** Phase (期) and building (栋) it stands in. */
  phase: z.string().max(60).optional(),
  building: z.string().min(1).max(60),
  /** Stair of the building (单元). */
  stair: z.string().min(1).max(60).optional(),
  floor: z.number().int().min(-20).max(300).optional(),
  /** Building area (建筑面积) in m², two decimals, an exact decimal. */
  area: areaSchema,
  /** Inside area (室内面积, 套内) in m², where it is charged by it. */
  insideArea: areaSchema.optional(),
  use: z.enum(uses),
});

/** What somebody says of a change: the details as they are now, and since when other areas are right. */
export const unitChangeSchema = z.strictObject({
  ...unitDetailsSchema.shape,
  /** The first day of areas that differ from those before; where it is not said, they were always right (R22.2). */
  areaFrom: dateSchema.optional(),
});

/** So many earlier areas are kept of a unit. */
export const mostEarlierAreas = 50;

/** Areas that were right up to a day, that day included. */
const earlierAreaSchema = z.object({ to: dateSchema, area: areaSchema, insideArea: areaSchema.optional() });

export const unitSchema = z.object({
  ...unitDetailsSchema.shape,
  /** Areas before those of today, oldest first. */
  earlierAreas: z.array(earlierAreaSchema).max(mostEarlierAreas).optional(),
  unitId: z.string(),
  estateId: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Unit = z.infer<typeof unitSchema>;
