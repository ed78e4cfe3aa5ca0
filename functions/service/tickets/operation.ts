import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import type { Rulebook } from './change-ticket.ts';
import type { Ticket } from './ticket.ts';

/** A change of a ticket: from what stands, what is asked and who asks, to what stands afterwards and how it is written. */
export type Operation<Input = void> = (
  ticket: Ticket,
  input: Input,
  act: ActionContext,
  book: Rulebook,
) => Change | Promise<Change>;

export interface Change {
  after: Ticket;
  transaction: Transaction;
}
