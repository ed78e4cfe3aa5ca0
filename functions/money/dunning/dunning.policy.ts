import * as z from 'zod';
import { dunningPolicySchema as ladderPolicySchema, defaultDunningPolicy as ofTheBackend } from './dunning-ladder.ts';

const timeOfDay = z.iso.time({ precision: -1 });

/** What an estate has set about dunning (催缴): its ladder, and quiet hours without steps (R12.3). */
export const dunningPolicyDetailsSchema = ladderPolicySchema
  .extend({
    /** `HH:MM` in the estate's zone; equal times mean none. */
    quietFrom: timeOfDay.default('21:00'),
    quietTo: timeOfDay.default('08:00'),
  })
  .meta({ id: 'ChangeDunningPolicyBody' });

export const storedDunningPolicySchema = z
  .object({
    ...dunningPolicyDetailsSchema.shape,
    estateId: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'StoredDunningPolicy' });
export type StoredDunningPolicy = z.infer<typeof storedDunningPolicySchema>;

/** Returns the policy of an estate that has set none (R17). */
export function defaultPolicyOf(estateId: string): StoredDunningPolicy {
  return {
    ...ofTheBackend,
    ladder: [...ofTheBackend.ladder],
    quietFrom: '21:00',
    quietTo: '08:00',
    estateId,
    version: 0,
  };
}
