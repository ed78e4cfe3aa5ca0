import * as z from 'zod';
import { policy } from '../../shared/http/policy.ts';

const timeOfDay = z.iso.time({ precision: -1 });

const capSchema = z
  .strictObject({
    /** The most notices in `days` days. */
    notices: z.number().int().min(1).max(20),
    days: z.number().int().min(1).max(366),
  })
  .meta({ id: 'Cap' });

/** What an estate has set about notices to its households. */
export const noticesPolicy = policy({
  context: 'notices',
  table: 'tickets',
  remember: true,
  details: z.strictObject({
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
  }),
  defaults: {
    quietFrom: '21:00',
    quietTo: '08:00',
    marketingCap: { notices: 1, days: 7 },
    reminderBudget: { notices: 3, days: 7 },
  },
});
export type NoticesPolicy = z.output<typeof noticesPolicy.schema>;
