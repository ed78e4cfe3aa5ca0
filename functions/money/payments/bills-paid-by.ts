import { VersionConflict } from '../../../shared/store/retry.ts';
import { type Bill, billsByIds, paidOf } from '../fees/public.ts';
import type { SharePaid } from './payment.ts';

/**
 * The bills that a sum lies on, as they stand. @throws VersionConflict when one is not read as it was written a moment ago, so that
 * the caller reads again.
 */
export async function billsPaidBy(paymentId: string, allocation: readonly SharePaid[]): Promise<Bill[]> {
  if (allocation.length === 0) return [];
  const bills = await billsByIds(allocation.map(({ billId }) => billId));
  const behind = bills.length < allocation.length || bills.some((bill) => paidOf(bill, paymentId) === 0);
  if (behind) throw new VersionConflict(`the bills of ${paymentId} are not read as they are`);
  return bills;
}
