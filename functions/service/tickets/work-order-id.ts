import { derivedId } from '../../../shared/kernel/ids.ts';

/** The work order of a ticket as often as it was reopened: the same cause cannot make two. */
export function workOrderIdOf(ticketId: string, reopenCount: number): string {
  return derivedId('wo', ticketId, reopenCount);
}
