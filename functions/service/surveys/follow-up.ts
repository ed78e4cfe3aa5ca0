import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';

/**
 * The decision about one closing of a ticket, written once and never changed. So neither a repeated event nor
 * a reopening that arrives before its closing makes Anju ask twice.
 */
export const followUpSchema = z
  .object({
    followUpId: z.string(),
    estateId: z.string(),
    ticketId: z.string(),
    reopenCount: z.number().int(),
    method: z.enum(['survey', 'return-visit', 'none']),
    why: z.string().optional(),
    decidedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'FollowUp' });
export type FollowUp = z.infer<typeof followUpSchema>;

/** Returns the id of the follow-up of one closing of a ticket. */
export function followUpIdOf(ticketId: string, reopenCount: number): string {
  return derivedId('fup', ticketId, reopenCount);
}
