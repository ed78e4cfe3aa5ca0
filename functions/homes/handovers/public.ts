import type { Transaction } from '../../../shared/events/transaction.ts';
import { everyItem, get, getMany } from '../../../shared/store/table.ts';
import { acceptances } from './common-areas/acceptance.store.ts';
import type { Acceptance } from './common-areas/acceptance.ts';
import type { FundVersion } from './fund/maintenance-fund.ts';
import type { Handover } from './handover.ts';
import { handoversPolicy } from './handovers.policy.ts';
import { type Home, handoverLists, handovers, homes, phases } from './handovers.store.ts';
import type { Defect } from './inspection/defect.ts';
import { defects, reviews } from './inspection/inspection.store.ts';
import type { Review } from './inspection/review.ts';
import { type Incident, incidents } from './plan/incident.ts';
import type { Phase } from './plan/phase.ts';
import { type FundReceipt, type FundTerms, fundReceipts, fundTerms } from './settlements.store.ts';
import type { WarrantyTerms } from './statutory-warranty.ts';

export { itemsOf as acceptanceItemsOf } from './common-areas/acceptance.store.ts';
export type { AcceptanceItem } from './common-areas/acceptance.ts';
export { type FundDue, fundFor } from './fund/fund-due.ts';
export {
  type FundVersion,
  fundVersionSchema,
  needsTopUp,
  topUpBy,
  versionFor,
  versionsOf,
} from './fund/maintenance-fund.ts';
export { type Handover, knowsDefects, linkSubjectOf } from './handover.ts';
export { nameSchema } from './inspection/checklist.ts';
export type { Defect } from './inspection/defect.ts';
export { liableWords, partWords, reviewWords, roomWords } from './inspection/defect-words.ts';
export { isAnythingPutRight, lateDefects } from './inspection/late-defects.ts';
export type { Review } from './inspection/review.ts';
export { lateDeliveryFen, mayRescindAfter } from './late-delivery.ts';
export type { FundTerms } from './settlements.store.ts';
export {
  defaultWarrantyTerms,
  minimums,
  type Part,
  parts,
  type Term,
  termsVersion,
  type WarrantyTerms,
  warrantyTermsSchema,
} from './statutory-warranty.ts';

/** Returns a handover, or undefined. */
export function handoverOf(handoverId: string): Promise<Handover | undefined> {
  return get(handovers, { handoverId });
}

/** Returns a phase, or undefined. */
export function phaseOf(phaseId: string): Promise<Phase | undefined> {
  return get(phases, { phaseId });
}

/** Returns an incident, or undefined. */
export function incidentOf(incidentId: string): Promise<Incident | undefined> {
  return get(incidents, { incidentId });
}

/** Returns defects (质量问题) by id, at most 100, read consistently. */
export function defectsOf(defectIds: readonly string[]): Promise<Defect[]> {
  const ids = defectIds.map((defectId) => ({ defectId }));
  return getMany(defects, ids, { consistent: true });
}

/** Returns reviews by id, at most 100, read consistently. */
export function reviewsOf(reviewIds: readonly string[]): Promise<Review[]> {
  const ids = reviewIds.map((reviewId) => ({ reviewId }));
  return getMany(reviews, ids, { consistent: true });
}

/** Returns a common-area acceptance, or undefined. */
export function acceptanceOf(acceptanceId: string): Promise<Acceptance | undefined> {
  return get(acceptances, { acceptanceId });
}

/**
 * Returns the handover record of each unit that is in a phase, for at most 100 units. Before `deliveredOn`
 * the developer owes the fees, from that day on the owner (R3.5). Without `deliveredOn` the developer owes
 * them.
 */
export async function homesOf(unitIds: readonly string[]): Promise<ReadonlyMap<string, Home>> {
  const found = await getMany(
    homes,
    unitIds.map((unitId) => ({ unitId })),
  );
  return new Map(found.map((home) => [home.unitId, home]));
}

/**
 * Returns the acceptance day, delivery day and warranty terms of a home.
 * Undefined when no handover has delivered it.
 */
export async function deliveredHome(
  unitId: string,
): Promise<{ acceptedOn: string; deliveredOn: string; terms: WarrantyTerms } | undefined> {
  const partition = handoverLists.ofUnit(unitId);
  const found = await Array.fromAsync(everyItem(handovers, { index: 'mine', partition, limit: 20 }));
  const delivered = found.find(({ delivery }) => delivery !== undefined);
  const phase = delivered && (await get(phases, { phaseId: delivered.phaseId }));
  if (!delivered?.delivery || !phase) return undefined;
  return { acceptedOn: phase.acceptedOn, deliveredOn: delivered.delivery.on, terms: phase.warranty };
}

/**
 * Returns the city's rates for the first payment into the maintenance fund, as the estate has entered them.
 */
export async function fundTablesOf(estateId: string): Promise<readonly FundVersion[]> {
  return (await handoversPolicy.of(estateId)).fund;
}

/** Adds the fund terms of a contract of sale. The handover of the home then requires that amount. */
export function enterFundTerms(transaction: Transaction, terms: FundTerms): Transaction {
  return transaction.put(fundTerms, terms);
}

/** Adds a condition: the fund receipt belongs to this handover or to none. */
export function checkReceiptOfHandover(
  transaction: Transaction,
  receipt: Pick<FundReceipt, 'estateId' | 'receipt'>,
  handoverId: string | undefined,
  otherwise: () => Error,
): Transaction {
  const mine = { text: 'attribute_not_exists(pk) OR handoverId = :home', values: { ':home': handoverId ?? 'none' } };
  return transaction.check(fundReceipts, receipt, mine, otherwise);
}
