import * as z from 'zod';

const timeOfDay = z.iso.time({ precision: -1 });

const capSchema = z.strictObject({
  notices: z.number().int().min(1).max(20),
  days: z.number().int().min(1).max(366),
});

/** What an estate decides about writing to its households. */
export const noticesPolicyDetailsSchema = z.strictObject({
  /** Quiet hours on the estate's clock, `HH:MM`; the same time twice means none. */
  quietFrom: timeOfDay,
  quietTo: timeOfDay,
  /** At most so many marketing notices per person in so many days. */
  marketingCap: capSchema,
  /**
   * Reminders of payment, surveys and marketing together: at most so many per person in so many days. What is above waits;
   * receipts, answers, visits, bills, demands and emergencies always go.
   */
  reminderBudget: capSchema.default({ notices: 3, days: 7 }),
});

export const noticesPolicySchema = z.object({
  ...noticesPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.number().int(),
});
export type NoticesPolicy = z.infer<typeof noticesPolicySchema>;

/** The policy of an estate that has set none. */
export function defaultNoticesPolicy(estateId: string): NoticesPolicy {
  const caps = { marketingCap: { notices: 1, days: 7 }, reminderBudget: { notices: 3, days: 7 } };
  return { estateId, version: 0, quietFrom: '21:00', quietTo: '08:00', ...caps };
}
