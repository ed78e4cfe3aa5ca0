import { everyItem } from '../../../shared/store/table.ts';
import type { Flaw } from '../ledger/public.ts';
import { paymentLists, unidentified } from './payments.store.ts';

/** Compares the open unidentified receipts of an estate with the suspense account (R21.12), in fen. */
export async function verifyUnidentified(estateId: string, should: number): Promise<Flaw[]> {
  const partition = paymentLists.unidentifiedIn(estateId, 'open');
  let is = 0;
  for await (const { fen } of everyItem(unidentified, { index: 'lists', partition })) is += fen;
  return is === should ? [] : [{ estateId, what: 'suspense-differs', field: 'open receipts', is, should }];
}
