import * as z from 'zod';
import { type Cells, type Read, readRow } from './read-row.ts';
import { type Unit, unitDetailsSchema, uses } from './unit.ts';

/** Columns of a file of units. */
export const unitColumns = {
  required: ['label', 'building', 'area', 'use'],
  optional: ['phase', 'stair', 'floor', 'insideArea'],
} as const;

/** Chinese words for uses. */
const useWords = new Map<string, Unit['use']>([
  ['住宅', 'dwelling'],
  ['商铺', 'shop'],
  ['商鋪', 'shop'],
  ['写字楼', 'office'],
  ['寫字樓', 'office'],
  ['车位', 'parking'],
  ['車位', 'parking'],
  ['储藏室', 'storage'],
  ['儲藏室', 'storage'],
  ['公共部位', 'common'],
]);

const areaCell = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,2})?$/)
  .regex(/[1-9]/)
  .transform((text) => withCents(text));

const rowSchema = z
  .object({
    label: unitDetailsSchema.shape.label,
    phase: unitDetailsSchema.shape.phase,
    building: unitDetailsSchema.shape.building,
    floor: z
      .string()
      .regex(/^-?\d{1,3}$/)
      .transform(Number)
      .pipe(z.number().min(-20).max(300))
      .optional(),
    stair: unitDetailsSchema.shape.stair,
    area: areaCell,
    insideArea: areaCell.optional(),
    use: z
      .string()
      .transform((word) => useWords.get(word) ?? word)
      .pipe(z.enum(uses)),
  })
  .meta({ id: 'UnitRowsRow' });

/** Adds missing decimals, because spreadsheets drop final zeros: 89.5 becomes 89.50. */
function withCents(text: string): string {
  const [whole = '', cents = ''] = text.split('.');
  return `${whole}.${cents.padEnd(2, '0')}`;
}

export type UnitRow = z.output<typeof rowSchema>;

/** Reads a row of a file of units, by the same rules as the API. */
export function readUnitRow(line: number, cells: Cells): Read<UnitRow> {
  return readRow(rowSchema, line, cells);
}
