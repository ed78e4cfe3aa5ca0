import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { ageSuspicion } from './answer-triage.ts';
import { ticketRulesOf } from './change-ticket.ts';
import { ticketsPolicy } from './tickets.policy.ts';
import { tickets } from './tickets.store.ts';

/** Tolerated difference between the clocks of the queue and the function, in milliseconds. */
const toleranceMs = 2_000;

/**
 * Ages a suspicion at its time-out, once, unless it was decided meanwhile.
 * @throws Error when delivered too early.
 */
async function wake(
  event: { id: string; recordedAt: string; data: { ticketId: string; wakeAt?: string | undefined } },
  { consumer: name, now, act }: Handling,
): Promise<void> {
  const { ticketId, wakeAt } = event.data;
  if (wakeAt === undefined) return;
  // The queue delivers the event again later.
  if (toInstant(wakeAt).epochMilliseconds - now.epochMilliseconds > toleranceMs) throw new Error('too early');
  const ticket = await get(tickets, { ticketId });
  if (!ticket) return;
  const { triageTimes } = await ticketsPolicy.of(ticket.estateId);
  const silence = { ...act, occurredAt: undefined };
  const change = await ageSuspicion(ticket, wakeAt, triageTimes, silence, await ticketRulesOf(ticket));
  await new Transaction().once('tickets', name, event).join(change?.transaction).commit();
}

/** Consumer for the time-outs of suspicions (R74.2). The relay delivers each event at its `wakeAt`. */
export const suspicionTimeouts = consumer({
  name: 'suspicion-timeouts',
  delayed: true,
  on: { EmergencySuspected: wake, SuspicionAged: wake },
});
