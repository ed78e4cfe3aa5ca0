import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type Handover, handoverSchema } from './handover.ts';
import type { DefectFacts } from './inspection/defect-state.ts';
import { inspectionOf, openIn, presentAt } from './inspection/inspection.ts';
import type { InspectionRecord } from './inspection/inspection-record.ts';
import { liables, severities } from './inspection/severity.ts';
import { parts } from './statutory-warranty.ts';

/** The content of the acceptance sheet (交付验收单) of a home. */
export const sheetDataSchema = z
  .object({
    version: z.int(),
    estateName: z.string(),
    phaseName: z.string(),
    unitLabel: z.string(),
    building: z.string(),
    identified: handoverSchema.shape.identified,
    papers: z.array(z.string()),
    fund: handoverSchema.shape.fund,
    area: handoverSchema.shape.area,
    /** Number of inspected items. `defects` lists those with an open defect. */
    looked: z.int(),
    defects: z.array(
      z.object({
        room: z.string(),
        part: parts,
        note: z.string(),
        severity: z.enum(severities),
        liable: z.enum(liables),
        dueOn: dateSchema,
      }),
    ),
    present: z.array(z.object({ name: z.string(), as: z.string(), day: dateSchema })),
    readings: z.record(z.string(), z.string()),
    /** Absent while the sheet is a draft. */
    signed: z
      .object({
        on: dateSchema,
        as: z.enum(['owner', 'agent']),
        name: z.string(),
        desk: z.string(),
        file: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: 'SheetData' });
export type SheetData = z.infer<typeof sheetDataSchema>;

/** Names of the estate and the phase for the sheet. */
export interface SheetPlace {
  readonly estateName: string;
  readonly phaseName: string;
}

/** Builds the sheet from a handover and its inspection records. The same input gives the same sheet. */
export function sheetOf(
  handover: Handover,
  records: readonly InspectionRecord[],
  place: SheetPlace,
  more: Pick<SheetData, 'readings' | 'signed'> = { readings: {} },
): SheetData {
  const items = inspectionOf(records);
  const { version, unitLabel, building, identified, papersGiven, fund, area } = handover;
  return {
    version,
    ...place,
    unitLabel,
    building,
    identified,
    papers: papersGiven,
    fund,
    area,
    looked: items.size,
    defects: openIn(items).open.map(onSheet),
    present: presentAt(records).map(({ name, as, day }) => ({ name, as, day })),
    ...more,
  };
}

function onSheet({ found, severity }: DefectFacts): SheetData['defects'][number] {
  const { room, part, note, liable, dueOn } = found;
  return { room, part, note, severity, liable, dueOn };
}

export const storedSheetSchema = z
  .object({
    handoverId: z.string(),
    version: z.int(),
    language: languageSchema,
    /** SHA-256 of the signed page, hexadecimal. */
    hash: z.string(),
    /** Compressed page and data, because a home can have hundreds of defects. */
    packed: z.string(),
  })
  .meta({ id: 'StoredSheet' });
export type StoredSheet = z.infer<typeof storedSheetSchema>;

const contentSchema = z.object({ page: z.string(), data: sheetDataSchema }).meta({ id: 'Content' });

/** Compresses a signed page and its data (gzip, base64). */
export function packed(content: z.infer<typeof contentSchema>): string {
  return gzipSync(JSON.stringify(content)).toString('base64');
}

/** Returns the signed page, byte for byte, and its data. */
export function unpacked(sheet: StoredSheet): z.infer<typeof contentSchema> {
  return contentSchema.parse(JSON.parse(gunzipSync(Buffer.from(sheet.packed, 'base64')).toString('utf8')));
}
