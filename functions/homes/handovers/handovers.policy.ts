import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { acceptanceListSchema, defaultAcceptanceList } from './common-areas/acceptance-lists.ts';
import { fundVersionSchema, versionsOf } from './fund/maintenance-fund.ts';
import { checklistDetailsSchema } from './inspection/checklist.ts';

const details = z.strictObject({
  ...checklistDetailsSchema.shape,
  /** Items of a common-area acceptance (承接查验). */
  acceptance: acceptanceListSchema.default([...defaultAcceptanceList]),
  /** Default due period of open items of a common-area acceptance, in days. */
  acceptanceDueDays: z.int().min(1).max(365).default(30),
  /**
   * The city's rates for the first payment into the maintenance fund. Each applies to contracts from its day
   * on (R7.1).
   */
  fund: versionsOf(fundVersionSchema).default([]),
});

/** What an estate has set about handovers. A phase may have its own checklist. */
export const handoversPolicy = policy({
  context: 'handovers',
  table: 'handovers',
  // The rates of the maintenance fund decide about money.
  remember: false,
  details,
  defaults: details.parse({}),
});
export type HandoversPolicy = z.infer<typeof handoversPolicy.schema>;
