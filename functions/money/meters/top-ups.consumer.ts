import type { AnyEvent } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { addEntries } from './enter-account.ts';
import { meterTerms } from './meter-access.ts';
import { meters } from './meters.store.ts';
import type { PrepaidEntry } from './prepaid-entries.ts';
import { reversalOf } from './reading.ts';

/**
 * Enters top-ups of meters. Money comes only through the cash desk or a gateway (R11.4). A payment is a
 * top-up under the payment's id, and its reversal removes the top-up. The two events may arrive in any order.
 */
export const topUps = consumer({
  name: 'top-ups',
  on: {
    PaymentTaken: async (event, handling) => {
      const { paymentId: id, meterId, at = event.occurredAt, fen, payerId } = event.data;
      if (meterId !== undefined) await enterFor(meterId, at, { kind: 'top-up', id, at, fen, payerId }, event, handling);
    },
    PaymentReversed: async (event, handling) => {
      const { paymentId, meterId, at = event.occurredAt } = event.data;
      if (meterId === undefined) return;
      const reversal = reversalOf(paymentId, event.actor.id, event.reason ?? 'reversed');
      await enterFor(meterId, at, reversal, event, handling);
    },
  },
});

/** Enters a top-up or its reversal at its meter. `at` is the time of the payment, also for its reversal. */
async function enterFor(
  meterId: string,
  at: string,
  entry: PrepaidEntry,
  event: AnyEvent,
  { consumer: name, act }: Handling,
) {
  const meter = await get(meters, { meterId });
  const estate = meter && (await estateOf(meter.estateId));
  if (!meter || !estate) throw new Error(`a payment names an unknown meter: ${meterId}`);
  const { zone } = estate.calendar;
  const dated = [{ day: dayIn(zone, at), entry }];
  const { transaction } = await addEntries(await meterTerms(meter, zone), dated, {
    ...act,
    occurredAt: undefined,
  });
  await new Transaction().once('ledger', name, event).join(transaction).commit();
}
