import type { Act } from '../../shared/events/catalogue.ts';
import type { Job } from '../../shared/events/job.ts';
import { log } from '../../shared/observability/log.ts';
import { whatIsDue } from '../../shared/store/due.ts';
import { get } from '../../shared/store/table.ts';
import { Outdated } from '../../shared/store/transaction.ts';
import { rulebookOf } from './change-ticket.ts';
import { fireClocks } from './escalate-ticket.ts';
import { tickets } from './tickets-store.ts';

const prefix = 'TICKET#';

/** Every minute: warnings, breaches and escalations that fell due, each judged by the ticket as it is now (D8, D9). */
export const ticketClocks: Job = {
  name: 'ticket-clocks',
  every: 'rate(1 minute)',
  run: async (now) => {
    const due = await whatIsDue('ticket', 'tickets', now);
    const act: Act = { actor: { kind: 'system', id: 'ticket-clocks' }, recordedAt: now.toString() };
    let fired = 0;
    let failed = 0;
    for (const { pk } of due) {
      try {
        fired += await fire(pk.slice(prefix.length), act);
      } catch (error) {
        failed += 1;
        log.error('clock of a ticket did not fire', { ticketId: pk.slice(prefix.length), error });
      }
    }
    if (failed > 0) throw new Error(`${failed} of ${due.length} due tickets failed; they stay due`);
    return { due: due.length, fired };
  },
};

async function fire(ticketId: string, act: Act): Promise<number> {
  const ticket = await get(tickets, { ticketId });
  if (!ticket) return 0;
  const change = await fireClocks(ticket, act, await rulebookOf(ticket));
  if (!change) return 0;
  try {
    await change.transaction.commit();
    return change.transaction.events.length;
  } catch (error) {
    // Changed at this very moment: it is still in the index and is judged anew in a minute.
    if (error instanceof Outdated) return 0;
    throw error;
  }
}
