import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { ticketOf } from '../../service/tickets/public.ts';
import { answered, differs, partOf, saidOf, type TicketWarranty } from './ticket-warranty.ts';
import { termsOfHome, ticketWarranties, warrantyPolicyOf } from './warranty.store.ts';

/**
 * The warranty's answer for a ticket as it is now, whichever event told of it (D15): from the category, found on the day of
 * receipt. Undefined where nothing follows: no repair of a home, a category that the desk decides, a home whose days nobody
 * knows, or an answer that somebody gave who looked at it.
 */
async function answerNow(
  ticketId: string,
  at: string,
): Promise<{ after: TicketWarranty; before?: TicketWarranty } | undefined> {
  const ticket = await ticketOf(ticketId);
  if (!ticket) {
    log.warn('event of a ticket that is not there', { ticketId });
    return undefined;
  }
  const { estateId, unitId } = ticket;
  if (ticket.type !== 'repair' || unitId === undefined) return undefined;
  const [before, policy, terms, estate] = await Promise.all([
    get(ticketWarranties, { ticketId }),
    warrantyPolicyOf(estateId),
    termsOfHome(unitId),
    estateOf(estateId),
  ]);
  const part = partOf(ticket.category, policy);
  if (!part || !terms || !estate || before?.decidedBy !== undefined) return undefined;
  const finding = { ...part, foundOn: dayIn(estate.calendar.zone, ticket.receivedAt) };
  const after = answered({ ticketId, estateId, unitId }, finding, terms, { at }, before);
  return differs(after, before) ? { after, ...(before && { before }) } : undefined;
}

async function answer(event: { id: string; recordedAt: string }, ticketId: string, handling: Handling): Promise<void> {
  const change = await answerNow(ticketId, handling.now.toString());
  const transaction = new Transaction().once('handovers', handling.consumer, event);
  if (change) {
    const { after, before } = change;
    transaction
      .save(ticketWarranties, after, before)
      .record(ticketWarranties, after, 'WarrantyDecided', saidOf(after), handling.act);
  }
  await transaction.commit();
}

/** Repair tickets ask the warranty by themselves; what it says routes them (D52), which the tickets do. */
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
