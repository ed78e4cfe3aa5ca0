import * as z from 'zod';

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

export const unitSchema = z.object({
  ...unitDetailsSchema.shape,
  unitId: z.string(),
  estateId: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Unit = z.infer<typeof unitSchema>;
