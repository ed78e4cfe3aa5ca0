import { consumer, type Handling, stepOf } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { ticketOf } from '../../service/tickets/public.ts';
import { answered, differs, partOf, saidOf, type TicketWarranty } from './ticket-warranty.ts';
import { warrantyPolicy } from './warranty.policy.ts';
import { termsOfHome, ticketWarranties } from './warranty.store.ts';

/**
 * Returns the warranty decision for the current state of a ticket (D15): by its category, found on the day of
 * receipt.
 * Undefined for other tickets, categories left to staff, homes without days, decisions made by staff, and
 * unchanged decisions.
 */
async function answerNow(
  ticketId: string,
  at: string,
): Promise<{ after: TicketWarranty; before?: TicketWarranty; replays?: true } | undefined> {
  const ticket = await ticketOf(ticketId);
  if (!ticket) {
    log.warn('event of a ticket that does not exist', { ticketId });
    return undefined;
  }
  const { estateId, unitId } = ticket;
  if (ticket.type !== 'repair' || unitId === undefined) return undefined;
  const [before, policy, terms, estate] = await Promise.all([
    get(ticketWarranties, { ticketId }),
    warrantyPolicy.of(estateId),
    termsOfHome(unitId),
    estateOf(estateId),
  ]);
  const part = partOf(ticket.category, policy);
  if (!part || !terms || !estate || before?.decidedBy !== undefined) return undefined;
  const finding = { ...part, foundOn: dayIn(estate.calendar.zone, ticket.receivedAt) };
  const after = answered({ ticketId, estateId, unitId }, finding, terms, { at }, before);
  const replays = ticket.replays && { replays: ticket.replays };
  return differs(after, before) ? { after, ...(before && { before }), ...replays } : undefined;
}

async function answer(event: { id: string; recordedAt: string }, ticketId: string, handling: Handling): Promise<void> {
  const change = await answerNow(ticketId, handling.now.toString());
  const transaction = new Transaction().once('handovers', handling.consumer, event);
  if (change) {
    const { after, before, replays } = change;
    transaction
      .save(ticketWarranties, after, before)
      .record(ticketWarranties, after, 'WarrantyDecided', saidOf(after), stepOf(handling, replays));
  }
  await transaction.commit();
}

/**
 * Consumer: decides the warranty of repair tickets. The tickets context routes them by that decision (D52).
 */
export const warrantyAnswers = consumer({
  name: 'warranty-answers',
  when: { TicketOpened: { ticketType: ['repair'] }, TicketRetyped: { to: ['repair'] } },
  on: {
    TicketOpened: async (event, handling) => {
      const { unitId, ticketId } = event.data;
      if (unitId !== undefined) await answer(event, ticketId, handling);
    },
    TicketRetyped: (event, handling) => answer(event, event.data.ticketId, handling),
    TicketRecategorised: (event, handling) => answer(event, event.data.ticketId, handling),
  },
});
