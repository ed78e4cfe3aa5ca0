import type { Transaction } from '../../../shared/events/transaction.ts';
import { get, getMany, list } from '../../../shared/store/table.ts';
import type { FundVersion } from './fund/maintenance-fund.ts';
import type { Handover } from './handover.ts';
import { type Home, handoverLists, handovers, homes, phases } from './handovers.store.ts';
import type { Defect } from './inspection/defect.ts';
import { defects, handoversPolicyOf, reviews } from './inspection/inspection.store.ts';
import type { Review } from './inspection/review.ts';
import { type Incident, incidents } from './plan/incident.ts';
import type { Phase } from './plan/phase.ts';
import { type FundReceipt, type FundTerms, fundReceipts, fundTerms } from './settlements.store.ts';
import { takeovers } from './takeover/takeover.store.ts';
import type { Takeover } from './takeover/takeover.ts';
import type { WarrantyTerms } from './warranty-terms.ts';

export { type FundDue, fundFor } from './fund/fund-due.ts';
export {
  type FundVersion,
  fundVersionSchema,
  needsTopUp,
  topUpBy,
  versionFor,
} from './fund/maintenance-fund.ts';
export { type Handover, knowsDefects, linkSubjectOf } from './handover.ts';
export type { Defect } from './inspection/defect.ts';
export { liableWords, partWords, reviewWords, roomWords } from './inspection/defect-words.ts';
export { isAnythingPutRight, lateDefects } from './inspection/late-defects.ts';
export type { Review } from './inspection/review.ts';
export { lateDeliveryFen, mayRescindAfter } from './late-delivery.ts';
export type { FundTerms } from './settlements.store.ts';
export { itemsOf as takeoverItemsOf } from './takeover/takeover.store.ts';
export type { TakeoverItem } from './takeover/takeover.ts';
export {
  defaultWarrantyTerms,
  minimums,
  type Part,
  parts,
  type Term,
  termsVersion,
  type WarrantyTerms,
  warrantyTermsSchema,
} from './warranty-terms.ts';

/** A handover. Undefined when there is none. */
export function handoverOf(handoverId: string): Promise<Handover | undefined> {
  return get(handovers, { handoverId });
}

/** A phase. Undefined when there is none. */
export function phaseOf(phaseId: string): Promise<Phase | undefined> {
  return get(phases, { phaseId });
}

/** An incident. Undefined when there is none. */
export function incidentOf(incidentId: string): Promise<Incident | undefined> {
  return get(incidents, { incidentId });
}

/** Defects (质量问题) by their ids, at most 100, as they are this moment. */
export function defectsOf(defectIds: readonly string[]): Promise<Defect[]> {
  const ids = defectIds.map((defectId) => ({ defectId }));
  return getMany(defects, ids, { consistent: true });
}

/** What waits for a supervisor, by ids, at most 100, as it is this moment. */
export function reviewsOf(reviewIds: readonly string[]): Promise<Review[]> {
  const ids = reviewIds.map((reviewId) => ({ reviewId }));
  return getMany(reviews, ids, { consistent: true });
}

/** A takeover of common parts. Undefined when there is none. */
export function takeoverOf(takeoverId: string): Promise<Takeover | undefined> {
  return get(takeovers, { takeoverId });
}

/**
 * Homes that are handed over by a phase, of at most 100 units: until its `deliveredOn`, or for good where that is absent, the
 * developer owes what a home costs, from that day on its owner (R3.5). A unit that was never in a phase is not among them.
 */
export async function homesOf(unitIds: readonly string[]): Promise<ReadonlyMap<string, Home>> {
  const found = await getMany(
    homes,
    unitIds.map((unitId) => ({ unitId })),
  );
  return new Map(found.map((home) => [home.unitId, home]));
}

/**
 * Returns when a home was accepted and delivered, and the warranty terms of its phase. Undefined when it was not delivered
 * by a handover.
 */
export async function deliveredHome(
  unitId: string,
): Promise<{ acceptedOn: string; deliveredOn: string; terms: WarrantyTerms } | undefined> {
  const found = await list(handovers, { index: 'mine', partition: handoverLists.ofUnit(unitId), limit: 20 });
  const delivered = found.items.find(({ delivery }) => delivery !== undefined);
  const phase = delivered && (await get(phases, { phaseId: delivered.phaseId }));
  if (!delivered?.delivery || !phase) return undefined;
  return { acceptedOn: phase.acceptedOn, deliveredOn: delivered.delivery.on, terms: phase.warranty };
}

/** Returns the city's rates for the first payment into the maintenance fund, as the estate has entered them. */
export async function fundTablesOf(estateId: string): Promise<readonly FundVersion[]> {
  return (await handoversPolicyOf(estateId)).fund;
}

/** Enters what a contract of sale says of the fund; the handover of the home asks for that much from then on. */
export function enterFundTerms(transaction: Transaction, terms: FundTerms): Transaction {
  return transaction.put(fundTerms, terms);
}

/** Lets a transaction stand only while a receipt of the fund is of this handover, or of none. */
export function checkReceiptOfHandover(
  transaction: Transaction,
  receipt: Pick<FundReceipt, 'estateId' | 'receipt'>,
  handoverId: string | undefined,
  otherwise: () => Error,
): Transaction {
  const mine = { text: 'attribute_not_exists(pk) OR handoverId = :home', values: { ':home': handoverId ?? 'none' } };
  return transaction.check(fundReceipts, receipt, mine, otherwise);
}
