import { everyItem, get, getMany } from '../../../shared/store/table.ts';
import type { Bill } from './bill.ts';
import { billLists, billOrder, bills } from './bills.store.ts';

export { type Bill, disputedDays, postedOpen } from './bill.ts';
export {
  type InvoicedAmount,
  overInvoicedBy,
  recordInvoiced,
  uninvoicedFen,
} from './bill-invoiced.ts';
export { type LatePolicy, partsOpenOn, principalByRate } from './bill-late.ts';
export { type DebtPart, debtParts, type Parts, partsSchema, totalOf } from './debt-parts.ts';
export { assertMayWriteOff as mustBeWithin } from './end-bill.ts';
export { type FeesPolicy, feesPolicy } from './fees.policy.ts';
export {
  billsAtOnce,
  moveOnBills,
  paidOf,
  payBills,
  unpayBills,
  withoutPayment,
} from './pay-bills.ts';
export { verifyBills } from './verify-bills.ts';
export { waiverLimitOf as limitOf } from './waiver.ts';

/** Returns a bill. */
export function billOf(billId: string): Promise<Bill | undefined> {
  return get(bills, { billId });
}

/** Returns the bills that exist among ids, in the order of the ids. */
export function billsByIds(billIds: readonly string[]): Promise<Bill[]> {
  return getMany(
    bills,
    billIds.map((billId) => ({ billId })),
  );
}

/**
 * Returns bills by their ids, read consistently, in the order of the ids. Use it where a decision depends on
 * what is open.
 */
export function billsNow(billIds: readonly string[]): Promise<Bill[]> {
  const ids = billIds.map((billId) => ({ billId }));
  return getMany(bills, ids, { consistent: true });
}

/**
 * Returns the open bills of a payer in an estate, or of one unit, by unit and due day. The index may lag, so
 * a writer must check the bills' versions.
 */
export function openBillsOf(estateId: string, payerId: string, unitId?: string): Promise<Bill[]> {
  const sort = { beginsWith: unitId === undefined ? billOrder.open : billOrder.openOfUnit(unitId) };
  const partition = billLists.billsOfPayer(estateId, payerId);
  return Array.fromAsync(everyItem(bills, { index: 'mine', partition, sort }));
}
