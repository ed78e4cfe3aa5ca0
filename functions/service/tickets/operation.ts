import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import type { TicketRules } from './change-ticket.ts';
import type { Ticket } from './ticket.ts';

/** An operation on a ticket: from the current ticket, the input, the actor and the rules to the change. */
export type Operation<Input = void> = (
  ticket: Ticket,
  input: Input,
  act: ActionContext,
  rules: TicketRules,
) => Change | Promise<Change>;

/** The changed ticket and the transaction that writes it. */
export interface Change {
  after: Ticket;
  transaction: Transaction;
}
