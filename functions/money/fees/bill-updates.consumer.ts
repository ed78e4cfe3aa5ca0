import type { EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf, personOf } from '../../register/owners/public.ts';
import { type Bill, firstDeliveryOf, isOpen } from './bill.ts';
import { beginChange, mayBeDelivered, postBillChange } from './bill-change.ts';
import { loadBillContext } from './bill-context.ts';
import { bills, handDeliveries } from './bills.store.ts';
import { recordDelivery, removeDelivery } from './deliver-bill.ts';
import { type HandDelivery, handDelivery } from './hand-delivery.ts';
import { requestBillEnd } from './request-bill-end.ts';
import { takeInvoiced } from './serve-advance.ts';

/**
 * Templates of notices that carry bills and credit notes. A reminder is a contact of dunning and no delivery
 * of the bill.
 */
const billLetters = ['bill-published', 'credit-note-issued'];

/**
 * Updates bills after events of other contexts: whether notices arrived (D26), how dunning ended (D31), and
 * which months in advance were invoiced (R24.1).
 */
export const billUpdates = consumer({
  name: 'bill-updates',
  when: {
    NoticeDelivered: { template: billLetters },
    NoticeBounced: { template: billLetters },
    NoticeFailed: { template: billLetters },
    DunningEnded: { as: ['written-off'] },
  },
  on: {
    BillPublished: whetherByHand,
    CreditNoteIssued: whetherByHand,
    NoticeDelivered: takeDelivery,
    NoticeBounced: (event, handling) => goesByHand(event, 'mail-bounced', handling),
    NoticeFailed: (event, handling) => goesByHand(event, 'mail-failed', handling),
    DunningEnded: giveUp,
    BillInvoiced: async ({ data, ...event }, handling) => {
      const transaction = await takeInvoiced(data.billId, handling.act);
      await transaction?.once('ledger', handling.consumer, event).commit();
    },
  },
});

async function billOfLetter({ aboutId }: { aboutId?: string | undefined }) {
  return aboutId === undefined ? undefined : get(bills, { billId: aboutId });
}

/** Adds an open bill that has not reached its payer to the list of deliveries by hand. */
function putOnList(
  bill: Bill,
  why: HandDelivery['why'],
  event: { id: string; recordedAt: string },
  { consumer: name, act }: Handling,
): Transaction {
  const { billId, version } = bill;
  return new Transaction()
    .once('ledger', name, event)
    .put(handDeliveries, handDelivery(bill, why, act.recordedAt))
    .check(bills, { billId }, { text: 'version = :version', values: { ':version': version } }, () => {
      return new VersionConflict(`${billId} was changed in the meantime`);
    });
}

/** Lists a bill for delivery by hand when its payer has no e-mail address. */
async function whetherByHand(
  event: EventOf<'BillPublished'> | EventOf<'CreditNoteIssued'>,
  handling: Handling,
): Promise<void> {
  const { billId, payerId } = event.data;
  if ((await personOf(payerId))?.email !== undefined) return;
  const bill = await get(bills, { billId });
  if (!bill || !mayBeDelivered(bill) || firstDeliveryOf(bill) !== undefined) return;
  await putOnList(bill, 'no-address', event, handling).commit();
}

async function takeDelivery(event: EventOf<'NoticeDelivered'>, handling: Handling): Promise<void> {
  const { noticeId } = event.data;
  const bill = await billOfLetter(event.data);
  const estate = await estateOf(event.estateId);
  if (!bill || !estate || bill.deliveries.some(({ method }) => method === 'mail') || bill.status === 'cancelled')
    return;
  const context = await loadBillContext(bill.estateId, handling.act, handling.now);
  const on = dayIn(estate.calendar.zone, event.occurredAt);
  const change = recordDelivery(beginChange(bill), { method: 'mail', on, proof: noticeId }, context);
  const { transaction } = postBillChange(change, context);
  await transaction.once('ledger', handling.consumer, event).commit();
}

/** Handles a notice that bounced or failed: removes the delivery that was recorded for it. */
async function goesByHand(
  event: EventOf<'NoticeBounced' | 'NoticeFailed'>,
  why: HandDelivery['why'],
  handling: Handling,
): Promise<void> {
  const bill = await billOfLetter(event.data);
  if (!bill || !mayBeDelivered(bill)) return;
  const context = await loadBillContext(bill.estateId, handling.act, handling.now);
  const change = removeDelivery(beginChange(bill), event.data.noticeId, context);
  if (change) {
    const { transaction } = postBillChange(change, context);
    return transaction.once('ledger', handling.consumer, event).commit();
  }
  if (firstDeliveryOf(bill) === undefined) await putOnList(bill, why, event, handling).commit();
}

/**
 * Requests to write off the open bills of a dunning that ended in a bad debt (D31), by the person who ended
 * it. Bills paid by then are left alone.
 */
async function giveUp(event: EventOf<'DunningEnded'>, handling: Handling): Promise<void> {
  for (const billId of event.data.billIds) {
    const bill = await get(bills, { billId });
    if (!bill || !isOpen(bill)) continue;
    const act = { ...handling.act, actor: event.actor, reason: event.reason };
    const context = await loadBillContext(bill.estateId, act, handling.now);
    const reason = event.reason ?? '催缴终止';
    const change = await requestBillEnd(beginChange(bill), 'written-off', { reason }, context);
    await postBillChange(change, context).transaction.once('ledger', `${handling.consumer}-${billId}`, event).commit();
  }
}
