import { createHash } from 'node:crypto';
import * as z from 'zod';
import { dateSchema, instantSchema } from '../../../../shared/kernel/time.ts';
import { parts } from '../warranty-terms.ts';
import { itemIdSchema } from './checklist.ts';
import { liables, severities } from './severity.ts';

/*
 * What is written down about a home, one record for each thing that somebody saw or did. The records are a set: what
 * follows from them (`inspection.ts`) depends neither on the order in which they arrive nor on how often.
 */

/** Names that a phone without network makes up itself. */
export const ownIdSchema = z.string().regex(/^[A-Za-z0-9_.:-]{1,80}$/);
const photos = z.array(ownIdSchema).max(20).default([]);
const told = z.string().min(1).max(2_000);

const base = { recordId: ownIdSchema, at: instantSchema };
const place = { itemId: itemIdSchema, room: z.string().min(1).max(60), part: parts, trade: z.string().min(1).max(40) };

const passedSchema = z.strictObject({
  ...base,
  kind: z.literal('passed'),
  ...place,
  note: z.string().max(2_000).optional(),
  photos,
});
const failedSchema = z.strictObject({
  ...base,
  kind: z.literal('failed'),
  ...place,
  note: told,
  photos,
  severity: z.enum(severities),
  liable: z.enum(liables),
  /** The firm that has to come, when it is known. */
  contractor: z.string().min(1).max(120).optional(),
});
const reinspectedSchema = z.strictObject({
  ...base,
  kind: z.literal('reinspected'),
  itemId: itemIdSchema,
  result: z.enum(['closed', 'rejected']),
  findings: told,
  photos,
});
/** Somebody was there and signed. */
const presentSchema = z.strictObject({
  ...base,
  kind: z.literal('present'),
  name: z.string().min(1).max(120),
  as: z.enum(['owner', 'agent', 'developer', 'contractor', 'property-company']),
  signature: ownIdSchema.optional(),
});

/** What an inspector's phone writes down, each with the time of the device. */
export const saidRecordSchema = z.discriminatedUnion('kind', [
  passedSchema,
  failedSchema,
  reinspectedSchema,
  presentSchema,
]);
export type SaidRecord = z.infer<typeof saidRecordSchema>;

const rectifiedSchema = z.object({
  ...base,
  kind: z.literal('rectified'),
  itemId: itemIdSchema,
  what: told,
  proof: photos,
  /** Who did it, when it was not he who entered it. */
  doneBy: z.string().min(1).max(120).optional(),
});
const settledSchema = z.object({
  ...base,
  kind: z.literal('settled'),
  itemId: itemIdSchema,
  counts: z.array(z.string()),
  setAside: z.array(z.string()),
  reason: told,
});
const overdueSchema = z.object({ ...base, kind: z.literal('overdue'), itemId: itemIdSchema, dueOn: dateSchema });

/** What we know of a record when it arrives. */
const stamp = {
  key: z.string(),
  handoverId: z.string(),
  by: z.string(),
  byName: z.string().optional(),
  /** He was an inspector of the estate. */
  inspector: z.boolean(),
  /** It came after the sheet had been signed. */
  late: z.boolean(),
  /** Day in the estate's zone. */
  day: dateSchema,
};

export const inspectionRecordSchema = z.discriminatedUnion('kind', [
  z.object({ ...passedSchema.shape, ...stamp }),
  /** With the day until which such a defect has to be right. */
  z.object({ ...failedSchema.shape, ...stamp, dueOn: dateSchema }),
  z.object({ ...reinspectedSchema.shape, ...stamp }),
  z.object({ ...presentSchema.shape, ...stamp }),
  z.object({ ...rectifiedSchema.shape, ...stamp }),
  z.object({ ...settledSchema.shape, ...stamp }),
  z.object({ ...overdueSchema.shape, ...stamp }),
]);
export type InspectionRecord = z.infer<typeof inspectionRecordSchema>;
export type Rectified = Extract<InspectionRecord, { kind: 'rectified' }>;
export type Passed = Extract<InspectionRecord, { kind: 'passed' }>;
export type Failed = Extract<InspectionRecord, { kind: 'failed' }>;
export type Reinspected = Extract<InspectionRecord, { kind: 'reinspected' }>;

/** Key of a record: its id and what it says and who. The same one sent again has the same key; another content another one. */
export function recordKey(said: { recordId: string; kind: string }, by: string): string {
  const content = createHash('sha256')
    .update(JSON.stringify([by, said]))
    .digest('hex')
    .slice(0, 16);
  return `${said.recordId}#${content}`;
}
