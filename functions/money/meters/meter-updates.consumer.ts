import type { EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { get } from '../../../shared/store/table.ts';
import type { LowBalanceNotice } from './low-balance.ts';
import { lowNotices, priceBooks } from './meters.store.ts';
import { withPrice } from './price-book.ts';
import { enterAtKeys } from './readings-at-keys.ts';

/** What this context keeps of what others record: prices of metered fee items, what meters showed at the keys, what became of its notices. */
export const meterUpdates = consumer({
  name: 'meter-updates',
  when: {
    NoticeDelivered: { template: ['balance-low'] },
    NoticeBounced: { template: ['balance-low'] },
    NoticeFailed: { template: ['balance-low'] },
  },
  on: {
    FeeItemDefined: (event) => keepPrice(event, { number: 1, from: event.data.from }),
    TariffChanged: (event) => keepPrice(event, event.data),
    SheetSigned: enterAtKeys,
    KeysGiven: enterAtKeys,
    NoticeDelivered: (event, handling) => keepResult(event, 'delivered', handling),
    NoticeBounced: (event, handling) => keepResult(event, 'failed', handling),
    NoticeFailed: (event, handling) => keepResult(event, 'failed', handling),
  },
});

async function keepPrice(
  { estateId, data }: EventOf<'FeeItemDefined'> | EventOf<'TariffChanged'>,
  { number, from }: { number: number; from?: string | undefined },
): Promise<void> {
  const { feeItemId, utility, price, held = false } = data;
  if (utility === undefined || price === undefined || from === undefined) return;
  const before = await get(priceBooks, { feeItemId });
  const after = withPrice(before, { feeItemId, estateId, utility, held }, { number, from, price });
  // The number of a price says which it is: the same one twice changes nothing.
  if (after) await new Transaction().save(priceBooks, after, before).commit();
}

/** An address that bounces late did not keep the mail: failing is the last word. */
async function keepResult(
  event: EventOf<'NoticeDelivered'> | EventOf<'NoticeBounced'> | EventOf<'NoticeFailed'>,
  result: LowBalanceNotice['result'],
  { consumer: name }: Handling,
): Promise<void> {
  const { aboutId: noticeId } = event.data;
  if (noticeId === undefined) return;
  const before = await get(lowNotices, { noticeId });
  if (!before) throw new Error(`a notice is about a record that is not there: ${noticeId}`);
  if (before.result === 'failed' || before.result === result) return;
  const after = { ...before, result, resultAt: event.occurredAt, version: before.version + 1 };
  await new Transaction().once('ledger', name, event).save(lowNotices, after, before).commit();
}
