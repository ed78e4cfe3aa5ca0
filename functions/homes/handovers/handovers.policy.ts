import * as z from 'zod';
import { acceptanceListSchema, defaultAcceptanceList } from './common-areas/acceptance-lists.ts';
import { fundVersionSchema } from './fund/maintenance-fund.ts';
import { checklistDetailsSchema } from './inspection/checklist.ts';

const eachDayOnce = (versions: readonly { from: string }[]) =>
  new Set(versions.map(({ from }) => from)).size === versions.length;

/** Handover policy of an estate. A phase may have its own checklist. */
export const handoversPolicyDetailsSchema = z
  .strictObject({
    ...checklistDetailsSchema.shape,
    acceptance: acceptanceListSchema.default([...defaultAcceptanceList]),
    /** Default due period of open items of a common-area acceptance, in days. */
    acceptanceDueDays: z.int().min(1).max(365).default(30),
    /**
     * The city's rates for the first payment into the maintenance fund. Each applies to contracts from its
     * day on (R7.1).
     */
    fund: z.array(fundVersionSchema).max(40).refine(eachDayOnce, { message: 'from must be unique' }).default([]),
  })
  .meta({ id: 'ChangeHandoversPolicyBody' });

export const handoversPolicySchema = z
  .object({
    ...handoversPolicyDetailsSchema.shape,
    estateId: z.string(),
    version: z.int(),
  })
  .meta({ id: 'HandoversPolicy' });
export type HandoversPolicy = z.infer<typeof handoversPolicySchema>;

/** Returns the policy of an estate that has set none (version 0). */
export function defaultHandoversPolicy(estateId: string): HandoversPolicy {
  return { ...handoversPolicyDetailsSchema.parse({}), estateId, version: 0 };
}
