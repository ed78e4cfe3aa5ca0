import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import type { Handover } from '../handover.ts';
import { reviewReasons } from './defect-state.ts';
import type { ItemState } from './inspection.ts';

/** What waits for a supervisor about one thing of a home: records that contradict each other, or may not count by themselves. */
export const reviewSchema = z.object({
  reviewId: z.string(),
  estateId: z.string(),
  phaseId: z.string(),
  handoverId: z.string(),
  unitLabel: z.string(),
  itemId: z.string(),
  state: z.enum(['open', 'settled']),
  /** Records by their keys, each with the reasons why it waits. */
  records: z.array(z.object({ key: z.string(), why: z.array(z.enum(reviewReasons)) })),
  updatedAt: z.string(),
  version: z.int(),
});
export type Review = z.infer<typeof reviewSchema>;

/** One thing of a home has one review. */
export function reviewIdOf(handoverId: string, itemId: string): string {
  return derivedId('rvw', handoverId, itemId);
}

/**
 * The review of an item as its records make it; settled when none waits. Its version is that of the handover: a record of
 * another thing that repeats an id changes it, too.
 */
export function reviewOf(handover: Handover, item: ItemState, at: string): Review {
  const { handoverId, estateId, phaseId, unitLabel, version } = handover;
  return {
    reviewId: reviewIdOf(handoverId, item.itemId),
    ...{ estateId, phaseId, handoverId, unitLabel, itemId: item.itemId },
    state: item.waiting.size > 0 ? 'open' : 'settled',
    records: [...item.waiting].map(([key, why]) => ({ key, why: [...why] })),
    updatedAt: at,
    version,
  };
}
