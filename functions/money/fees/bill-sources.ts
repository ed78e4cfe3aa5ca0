import type { Sender } from '../../../shared/pages/paper.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { personOf, senderOf } from '../../register/owners/public.ts';
import type { Bill } from './bill.ts';
import { feeItems, sharingLines, sharings } from './fees.store.ts';
import type { SharingLineItem, SharingRecord } from './sharing-record.ts';
import type { TariffVersion } from './tariff.ts';

/**
 * What explains a bill: who sends it to whom, the prices of its lines with their grounds, and the sharings of
 * its shares.
 */
export interface BillSources {
  readonly sender: Sender;
  /** Absent when the payer is the developer, who is not in the register (R3.5). */
  readonly payerName?: string | undefined;
  readonly tariffs: ReadonlyMap<string, readonly TariffVersion[]>;
  readonly sharings: ReadonlyMap<string, { readonly record: SharingRecord; readonly line?: SharingLineItem }>;
}

/**
 * Loads what explains a bill: all items in one request, all sharings in another, and each share by itself.
 */
export async function sourcesOf(bill: Bill): Promise<BillSources> {
  const itemIds = [...new Set(bill.lines.map(({ feeItemId }) => feeItemId))];
  const sharingIds = [...new Set(bill.lines.flatMap(({ sharing }) => (sharing ? [sharing.sharingId] : [])))];
  const { unitId } = bill;
  const [sender, payer, items, records, lines] = await Promise.all([
    senderOf(bill.estateId),
    personOf(bill.payerId),
    getMany(
      feeItems,
      itemIds.map((feeItemId) => ({ feeItemId })),
    ),
    getMany(
      sharings,
      sharingIds.map((sharingId) => ({ sharingId })),
    ),
    Promise.all(sharingIds.map((sharingId) => get(sharingLines, { sharingId, unitId }))),
  ]);
  const lineOf = (sharingId: string) => lines.find((line) => line?.sharingId === sharingId);
  return {
    sender,
    payerName: payer?.name,
    tariffs: new Map(items.map(({ feeItemId, tariff }) => [feeItemId, tariff])),
    sharings: new Map(records.map((record) => [record.sharingId, { record, line: lineOf(record.sharingId) }])),
  };
}
