import type { EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { get } from '../../../shared/store/table.ts';
import { vatClassSchema } from '../ledger/public.ts';
import type { LowBalanceNotice } from './low-balance.ts';
import { lowNotices, priceLists } from './meters.store.ts';
import { withPrice } from './price-list.ts';
import { enterAtKeys } from './readings-at-keys.ts';

/**
 * Keeps what other contexts record: prices of metered fee items, readings at handovers, and outcomes of
 * notices.
 */
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
  const before = await get(priceLists, { feeItemId });
  const vatClass = vatClassSchema.safeParse(data.vatClass).data;
  const version = { number, from, price, ...(data.tiered && { tiered: true }), ...(vatClass && { vatClass }) };
  const after = withPrice(before, { feeItemId, estateId, utility, held }, version);
  // Price versions have numbers, so a repeated event changes nothing.
  if (after) await new Transaction().save(priceLists, after, before).commit();
}

/**
 * Records the outcome of a notice. `failed` is final, because mail may bounce after its delivery was
 * reported.
 */
async function keepResult(
  event: EventOf<'NoticeDelivered'> | EventOf<'NoticeBounced'> | EventOf<'NoticeFailed'>,
  result: LowBalanceNotice['result'],
  { consumer: name }: Handling,
): Promise<void> {
  const { aboutId: noticeId } = event.data;
  if (noticeId === undefined) return;
  const before = await get(lowNotices, { noticeId });
  if (!before) throw new Error(`a notice names an unknown record: ${noticeId}`);
  if (before.result === 'failed' || before.result === result) return;
  const after = { ...before, result, resultAt: event.occurredAt, version: before.version + 1 };
  await new Transaction().once('ledger', name, event).save(lowNotices, after, before).commit();
}
