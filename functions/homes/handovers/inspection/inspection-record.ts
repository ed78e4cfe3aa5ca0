import { createHash } from 'node:crypto';
import * as z from 'zod';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import { parts } from '../statutory-warranty.ts';
import { itemIdSchema } from './checklist.ts';
import { liables, severities } from './severity.ts';

/*
 * Inspection records of a home, one for each observation or action.
 * They form a set: results (`inspection.ts`) do not depend on arrival order or repetition.
 */

/** Ids that an offline phone chooses. */
export const ownIdSchema = z.string().regex(/^[A-Za-z0-9_.:-]{1,80}$/);
const photos = z.array(ownIdSchema).max(20).default([]);
const told = z.string().min(1).max(2_000);

const base = { recordId: ownIdSchema, at: instantSchema };
const place = { itemId: itemIdSchema, room: z.string().min(1).max(60), part: parts, trade: z.string().min(1).max(40) };

const passedSchema = z
  .strictObject({
    ...base,
    kind: z.literal('passed'),
    ...place,
    note: z.string().max(2_000).optional(),
    photos,
  })
  .meta({ id: 'Passed' });
const failedSchema = z
  .strictObject({
    ...base,
    kind: z.literal('failed'),
    ...place,
    note: told,
    photos,
    severity: z.enum(severities),
    liable: z.enum(liables),
    /** Responsible contractor, if known. */
    contractor: z.string().min(1).max(120).optional(),
  })
  .meta({ id: 'Failed' });
const reinspectedSchema = z
  .strictObject({
    ...base,
    kind: z.literal('reinspected'),
    itemId: itemIdSchema,
    result: z.enum(['closed', 'rejected']),
    findings: told,
    photos,
  })
  .meta({ id: 'Reinspected' });
/** A person who was present and signed. */
const presentSchema = z
  .strictObject({
    ...base,
    kind: z.literal('present'),
    name: z.string().min(1).max(120),
    as: z.enum(['owner', 'agent', 'developer', 'contractor', 'property-company']),
    signature: ownIdSchema.optional(),
  })
  .meta({ id: 'Present' });

/** A record from an inspector's phone, with the device's time. */
export const saidRecordSchema = z
  .discriminatedUnion('kind', [passedSchema, failedSchema, reinspectedSchema, presentSchema])
  .meta({ id: 'SaidRecord' });
export type SaidRecord = z.infer<typeof saidRecordSchema>;

const rectifiedSchema = z
  .object({
    ...base,
    kind: z.literal('rectified'),
    itemId: itemIdSchema,
    what: told,
    proof: photos,
    /** Person who did the work, if not the one who entered it. */
    doneBy: z.string().min(1).max(120).optional(),
  })
  .meta({ id: 'Rectified' });
const settledSchema = z
  .object({
    ...base,
    kind: z.literal('settled'),
    itemId: itemIdSchema,
    /** Keys of the conflicting records that count. */
    counts: z.array(z.string()),
    /** Keys of the conflicting records that were set aside. */
    setAside: z.array(z.string()),
    reason: told,
  })
  .meta({ id: 'HandoverSettled' });
const overdueSchema = z
  .object({ ...base, kind: z.literal('overdue'), itemId: itemIdSchema, dueOn: dateSchema })
  .meta({ id: 'Overdue' });

/** Facts that the backend adds to a record on arrival. */
const stamp = {
  key: z.string(),
  handoverId: z.string(),
  by: z.string(),
  byName: z.string().optional(),
  /** Whether the author was an inspector of the estate. */
  inspector: z.boolean(),
  /** Whether the record arrived after the sheet was signed. */
  late: z.boolean(),
  /** When the record arrived, by the time of the backend. */
  receivedAt: instantSchema,
  /** Day in the estate's zone. */
  day: dateSchema,
};

export const inspectionRecordSchema = z
  .discriminatedUnion('kind', [
    z.object({ ...passedSchema.shape, ...stamp }),
    /** With the due day of the defect. */
    z.object({ ...failedSchema.shape, ...stamp, dueOn: dateSchema }),
    z.object({ ...reinspectedSchema.shape, ...stamp }),
    z.object({ ...presentSchema.shape, ...stamp }),
    z.object({ ...rectifiedSchema.shape, ...stamp }),
    z.object({ ...settledSchema.shape, ...stamp }),
    z.object({ ...overdueSchema.shape, ...stamp }),
  ])
  .meta({ id: 'InspectionRecord' });
export type InspectionRecord = z.infer<typeof inspectionRecordSchema>;
export type Rectified = Extract<InspectionRecord, { kind: 'rectified' }>;
export type Passed = Extract<InspectionRecord, { kind: 'passed' }>;
export type Failed = Extract<InspectionRecord, { kind: 'failed' }>;
export type Reinspected = Extract<InspectionRecord, { kind: 'reinspected' }>;

/** Returns the key of a record, from its id, author and content. A repeated record has the same key. */
export function recordKey(said: { recordId: string; kind: string }, by: string): string {
  const content = createHash('sha256')
    .update(JSON.stringify([by, said]))
    .digest('hex')
    .slice(0, 16);
  return `${said.recordId}#${content}`;
}
