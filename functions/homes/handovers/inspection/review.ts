import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import type { Handover } from '../handover.ts';
import { reviewReasons } from './defect-state.ts';
import type { ItemState } from './inspection.ts';

/**
 * The review of one item of a home. Records that contradict each other or were not allowed wait in it
 * (`reviewReasons`), and a supervisor decides which of them count.
 */
export const reviewSchema = z
  .object({
    reviewId: z.string(),
    estateId: z.string(),
    phaseId: z.string(),
    handoverId: z.string(),
    unitLabel: z.string(),
    itemId: z.string(),
    state: z.enum(['open', 'settled']),
    /** Keys of the records that wait for the decision, each with the reasons why it waits. */
    records: z.array(z.object({ key: z.string(), why: z.array(z.enum(reviewReasons)) })),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'HandoverReview' });
export type Review = z.infer<typeof reviewSchema>;

/** Returns the id of an item's review. An item of a home has one review. */
export function reviewIdOf(handoverId: string, itemId: string): string {
  return derivedId('rvw', handoverId, itemId);
}

/**
 * Builds the review of an item from its records. It is settled when no record waits for a decision.
 * Its version is the handover's, because a record of another item with the same id changes it, too.
 */
export function reviewOf(handover: Handover, item: ItemState, at: string): Review {
  const { handoverId, estateId, phaseId, unitLabel, version } = handover;
  return {
    reviewId: reviewIdOf(handoverId, item.itemId),
    estateId,
    phaseId,
    handoverId,
    unitLabel,
    itemId: item.itemId,
    state: item.waiting.size > 0 ? 'open' : 'settled',
    records: [...item.waiting].map(([key, why]) => ({ key, why: [...why] })),
    updatedAt: at,
    version,
  };
}
