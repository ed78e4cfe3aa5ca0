import * as z from 'zod';

const timeOfDay = z.iso.time({ precision: -1 });

const capSchema = z
  .strictObject({
    notices: z.number().int().min(1).max(20),
    days: z.number().int().min(1).max(366),
  })
  .meta({ id: 'Cap' });

/** What an estate has set about notices to its households. */
export const noticesPolicyDetailsSchema = z
  .strictObject({
    /** Quiet hours in the estate's zone, `HH:MM`; equal times mean none. */
    quietFrom: timeOfDay,
    quietTo: timeOfDay,
    /** The most marketing notices to a person in a number of days. */
    marketingCap: capSchema,
    /**
     * The most payment reminders, surveys and marketing notices together to a person in a number of days.
     * Further ones wait. Receipts, answers, visits, bills, demands and emergencies are always sent.
     */
    reminderBudget: capSchema.default({ notices: 3, days: 7 }),
  })
  .meta({ id: 'ChangeNoticesPolicyBody' });

export const noticesPolicySchema = z
  .object({
    ...noticesPolicyDetailsSchema.shape,
    estateId: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'NoticesPolicy' });
export type NoticesPolicy = z.infer<typeof noticesPolicySchema>;

/** Returns the policy of an estate that has set none. */
export function defaultNoticesPolicy(estateId: string): NoticesPolicy {
  const caps = { marketingCap: { notices: 1, days: 7 }, reminderBudget: { notices: 3, days: 7 } };
  return { estateId, version: 0, quietFrom: '21:00', quietTo: '08:00', ...caps };
}
