import { everyItem, get, getMany, list, type Page } from '../../../shared/store/table.ts';
import type { Bill } from './bill.ts';
import { billLists, billOrder, bills } from './bills.store.ts';
import { isHeld, type StoredFeeItem } from './fee-item.ts';
import { feeItems } from './fees.store.ts';
import type { Waiver } from './waiver.ts';
import { waiverLists, waivers } from './waivers.store.ts';

export { agencyOf, type Bill, disputedDays, postedOpen } from './bill.ts';
export {
  overInvoicedBy,
  recordInvoiced,
  uninvoicedFen,
} from './bill-invoiced.ts';
export { agencyPartOf, type LatePolicy, lateOf, partsOpenOn, principalByRate } from './bill-late.ts';
export { partsToPayOn } from './bill-offer.ts';
export { everyBillOfUnit } from './bills.store.ts';
export { taxedBefore } from './carried-over.ts';
export { carriedBillId, carryOverBill, hasLateTerms } from './carry-over-bill.ts';
export { type DebtPart, debtParts, type Parts, partsSchema, totalOf, withAgency } from './debt-parts.ts';
export { refundPurpose } from './end-advance.ts';
export { type FeeSystem, feeSystemOn } from './fee-system.ts';
export { type FeesPolicy, feesPolicy } from './fees.policy.ts';
export { itemsOfEstate as feeItemsOf } from './fees.store.ts';
export { type LineAtDay, linesAt } from './line-at-day.ts';
export {
  billsAtOnce,
  moveOnBills,
  paidOf,
  payBills,
  unpayBills,
  withoutPayment,
} from './pay-bills.ts';
export { partsPayableOn } from './recover-debt.ts';
export { type TariffVersion, versionOn } from './tariff.ts';
export { verifyAdvances } from './verify-advances.ts';
export { verifyBills } from './verify-bills.ts';
export type { Waiver } from './waiver.ts';
export { countGivenUp } from './waivers.store.ts';
export { isHeld, type StoredFeeItem };

/** Returns a bill. */
export function billOf(billId: string): Promise<Bill | undefined> {
  return get(bills, { billId });
}

/** Returns the names of fee items by their ids. */
export async function feeItemNames(feeItemIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(feeItemIds)].map((feeItemId) => ({ feeItemId }));
  return new Map((await getMany(feeItems, ids)).map(({ feeItemId, name }) => [feeItemId, name]));
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

/** Returns a page of the granted waivers of an estate, by when they were asked for. */
export function grantedWaivers(
  estateId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<Waiver>> {
  return list(waivers, { index: 'lists', partition: waiverLists.waiversIn(estateId, 'granted'), ...page });
}
