import { list, listThrough, type Page } from '../../../shared/store/table.ts';
import type { Deposit } from './deposit.ts';
import { deposits, paymentLists, unidentified } from './payments.store.ts';
import { type UnidentifiedReceipt, unidentifiedStatuses } from './unidentified.ts';

export { verifyUnidentified } from './verify-unidentified.ts';
export type { Deposit, UnidentifiedReceipt };

interface PageWanted {
  limit: number;
  cursor?: string | undefined;
}

/** Returns a page of the deposits of an estate, returned ones included, oldest first. */
export function depositsOfEstate(estateId: string, page: PageWanted): Promise<Page<Deposit>> {
  return list(deposits, { index: 'lists', partition: paymentLists.deposits(estateId), ...page });
}

/** Returns a page of the unidentified receipts of an estate: by status, oldest first. */
export function unidentifiedOfEstate(estateId: string, page: PageWanted): Promise<Page<UnidentifiedReceipt>> {
  const stretches = unidentifiedStatuses.map((status) => {
    return { index: 'lists' as const, partition: paymentLists.unidentifiedIn(estateId, status) };
  });
  return listThrough(unidentified, stretches, page);
}
