import { derivedId } from '../../../shared/kernel/ids.ts';

/**
 * Derives the work order id from the ticket and its reopen count, so that one opening cannot create two work
 * orders.
 */
export function workOrderIdOf(ticketId: string, reopenCount: number): string {
  return derivedId('wo', ticketId, reopenCount);
}
