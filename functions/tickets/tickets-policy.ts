import * as z from 'zod';
import { categorySchema, defaultCategories } from './category.ts';
import { clockPolicySchema, defaultClockPolicy } from './clock-policy.ts';

/** What an estate decides about its tickets. */
export const ticketsPolicyDetailsSchema = z.strictObject({
  clocks: clockPolicySchema,
  categories: z.array(categorySchema).min(1).max(600),
  /** Words that make a report an emergency here, besides those of R2.2. */
  emergencyWords: z.array(z.string().min(1).max(40)).max(100),
});

export const ticketsPolicySchema = z.object({
  ...ticketsPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.number().int(),
});
export type TicketsPolicy = z.infer<typeof ticketsPolicySchema>;

/** The policy of an estate that has set none. */
export function defaultTicketsPolicy(estateId: string): TicketsPolicy {
  return { estateId, version: 0, clocks: defaultClockPolicy, categories: [...defaultCategories], emergencyWords: [] };
}
