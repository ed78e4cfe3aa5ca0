import * as z from 'zod';
import { defaultTakeoverList, takeoverListSchema } from '../takeover/takeover-lists.ts';
import { checklistDetailsSchema } from './checklist.ts';

/** What an estate decides about inspections and takeovers; a phase may have a checklist of its own. */
export const inspectionPolicyDetailsSchema = z.strictObject({
  ...checklistDetailsSchema.shape,
  takeover: takeoverListSchema.default([...defaultTakeoverList]),
  /** Days for what stays open of a takeover where nothing else is agreed. */
  takeoverDueDays: z.int().min(1).max(365).default(30),
});

export const inspectionPolicySchema = z.object({
  ...inspectionPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.int(),
});
export type InspectionPolicy = z.infer<typeof inspectionPolicySchema>;

/** Where nothing was decided (version 0). */
export function defaultInspectionPolicy(estateId: string): InspectionPolicy {
  return { ...inspectionPolicyDetailsSchema.parse({}), estateId, version: 0 };
}
