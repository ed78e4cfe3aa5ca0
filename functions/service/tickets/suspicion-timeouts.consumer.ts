import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { ageSuspicion } from './answer-triage.ts';
import { rulebookOf } from './change-ticket.ts';
import { policyOf, tickets } from './tickets.store.ts';

/** Clocks of queue and function differ a little. */
const toleranceMs = 2_000;

/** Takes the consequence of a time-out of a suspicion, once, unless it was answered meanwhile. @throws Error too early. */
async function wake(
  event: { id: string; recordedAt: string; data: { ticketId: string; wakeAt?: string | undefined } },
  { consumer: name, now, act }: Handling,
): Promise<void> {
  const { ticketId, wakeAt } = event.data;
  if (wakeAt === undefined) return;
  // It comes again after a while.
  if (toInstant(wakeAt).epochMilliseconds - now.epochMilliseconds > toleranceMs) throw new Error('too early');
  const ticket = await get(tickets, { ticketId });
  if (!ticket) return;
  const { triageTimes } = await policyOf(ticket.estateId);
  const silence = { ...act, occurredAt: undefined };
  const change = await ageSuspicion(ticket, wakeAt, triageTimes, silence, await rulebookOf(ticket));
  await new Transaction().once('tickets', name, event).join(change?.transaction).commit();
}

/** The time-outs of suspicions (R74.2): each event is delivered when its `wakeAt` has come. */
export const suspicionTimeouts = consumer({
  name: 'suspicion-timeouts',
  delayed: true,
  on: { EmergencySuspected: wake, SuspicionAged: wake },
});
