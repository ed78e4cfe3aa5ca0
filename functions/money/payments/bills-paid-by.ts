import { VersionConflict } from '../../../shared/store/retry.ts';
import { type Bill, billsByIds, paidOf } from '../fees/public.ts';
import type { SharePaid } from './payment.ts';

/**
 * Reads the bills that a payment pays.
 * @throws VersionConflict when a read bill does not have the payment yet, so that the caller reads again.
 */
export async function billsPaidBy(paymentId: string, allocation: readonly SharePaid[]): Promise<Bill[]> {
  if (allocation.length === 0) return [];
  const bills = await billsByIds(allocation.map(({ billId }) => billId));
  const behind = bills.length < allocation.length || bills.some((bill) => paidOf(bill, paymentId) === 0);
  if (behind) throw new VersionConflict(`the bills of ${paymentId} are not yet read as written`);
  return bills;
}
