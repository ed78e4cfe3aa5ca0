import type { Act } from '../../shared/events/catalogue.ts';
import { get, getMany } from '../../shared/store/table.ts';
import { Transaction } from '../../shared/store/transaction.ts';
import { homesOf } from '../handovers/public.ts';
import { usesOf } from '../meters/public.ts';
import { ownershipOf, type Unit, unitsOf } from '../owners/public.ts';
import type { Bill } from './bill.ts';
import { type BillingRun, type BillingSlice, type SkippedUnit, withDigest } from './billing-run.ts';
import { billsOfUnit, type ShareOfUnit } from './bills-of-unit.ts';
import type { Use } from './charge.ts';
import type { StoredFeeItem } from './fee-item.ts';
import {
  billingRuns,
  billingSlices,
  bills as billsOf,
  feeItems,
  feesPolicyOf,
  sharingLines,
  sharings,
  skippedUnits,
} from './fees-store.ts';
import { sinceDelivery } from './payer.ts';
import { saveCounted } from './plan-billing.ts';
import type { SharingRecord } from './sharing-record.ts';

/** Items of one transaction: a bill or a skipped unit each. */
const writesAtOnce = 90;
const together = 20;

/** What the units of a slice come to. */
export interface Worked {
  readonly bills: readonly Bill[];
  readonly skipped: readonly SkippedUnit[];
}

/**
 * Works out the bills of a slice and writes them as drafts. Those that are there already are left as they are, so that a
 * message that comes again after a crash fills the gaps and nothing else. A dry run writes none. Undefined when there is
 * nothing to do any more.
 */
export async function billSlice(slice: BillingSlice, act: Act): Promise<Worked | undefined> {
  const run = await get(billingRuns, slice);
  if (run?.state !== 'drafting' || slice.state !== 'planned') return undefined;
  const work = await worked(run, slice);
  if (!run.dryRun) await writeDrafts(work, act);
  return work;
}

/** Counts a slice into its run. Undefined when the run was dropped meanwhile. @throws at commit Outdated when another slice was counted at that moment. */
export async function countBilled(
  slice: BillingSlice,
  { bills, skipped }: Worked,
  act: Act,
): Promise<Transaction | undefined> {
  const before = await get(billingRuns, slice);
  if (before?.state !== 'drafting') return undefined;
  const billed: BillingSlice = {
    ...slice,
    state: 'billed',
    billIds: before.dryRun ? [] : bills.map(({ billId }) => billId),
    version: slice.version + 1,
  };
  const after: BillingRun = {
    ...before,
    billedSlices: before.billedSlices + 1,
    bills: before.bills + bills.length,
    totalFen: before.totalFen + bills.reduce((sum, { fen }) => sum + fen, 0),
    skipped: before.skipped + new Set(skipped.map(({ unitId }) => unitId)).size,
    digest: withDigest(before.digest, bills),
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  const transaction = new Transaction().save(billingSlices, billed, slice);
  saveCounted(transaction, before, after, act);
  return transaction;
}

interface Terms {
  readonly run: BillingRun;
  readonly items: readonly StoredFeeItem[];
  readonly sharings: ReadonlyMap<string, SharingRecord>;
}

async function worked(run: BillingRun, slice: BillingSlice): Promise<Worked> {
  const [units, items, shared, policy, homes] = await Promise.all([
    unitsOf(slice.unitIds),
    getMany(
      feeItems,
      run.feeItemIds.map((feeItemId) => ({ feeItemId })),
    ),
    getMany(
      sharings,
      run.sharingIds.map((sharingId) => ({ sharingId })),
    ),
    feesPolicyOf(run.estateId),
    homesOf(slice.unitIds),
  ]);
  const terms: Terms = { run, items, sharings: new Map(shared.map((one) => [one.sharingId, one])) };
  const shares = await sharesOf(terms, slice.unitIds);
  const results: ReturnType<typeof billsOfUnit>[] = [];
  for (let from = 0; from < units.length; from += together) {
    const some = units.slice(from, from + together).map(async (unit) => {
      const [owned, uses] = await Promise.all([ownershipOf(unit.unitId), usesOfItems(terms, unit)]);
      const home = homes.get(unit.unitId);
      const owners = home ? sinceDelivery(owned, home.deliveredOn) : owned;
      const { developerPayerId: developerId, rounding } = policy;
      return billsOfUnit({
        run,
        unit,
        owners,
        developerId,
        items,
        uses,
        shares: shares.get(unit.unitId) ?? [],
        rounding,
      });
    });
    results.push(...(await Promise.all(some)));
  }
  return { bills: results.flatMap((one) => one.bills), skipped: results.flatMap((one) => one.skipped) };
}

async function usesOfItems({ run, items }: Terms, { unitId }: Unit): Promise<Map<string, Use[]>> {
  const metered = items.filter(({ kind }) => kind === 'metered');
  const uses = metered.map(async ({ feeItemId }): Promise<[string, Use[]]> => {
    return [feeItemId, await usesOf(unitId, feeItemId, run.period)];
  });
  return new Map(await Promise.all(uses));
}

async function sharesOf({ sharings: all }: Terms, unitIds: readonly string[]): Promise<Map<string, ShareOfUnit[]>> {
  const shares = new Map<string, ShareOfUnit[]>();
  for (const [sharingId, sharing] of all) {
    const lines = await getMany(
      sharingLines,
      unitIds.map((unitId) => ({ sharingId, unitId })),
    );
    for (const line of lines) shares.set(line.unitId, [...(shares.get(line.unitId) ?? []), { sharing, line }]);
  }
  return shares;
}

async function writeDrafts({ bills, skipped }: Worked, act: Act): Promise<void> {
  const pages = Array.from({ length: Math.ceil(bills.length / 100) }, (_, i) => bills.slice(i * 100, i * 100 + 100));
  const there = new Set(
    (await Promise.all(pages.map((page) => getMany(billsOf, page)))).flat().map(({ billId }) => billId),
  );
  const missing = bills.filter(({ billId }) => !there.has(billId));
  for (let from = 0; from < missing.length; from += writesAtOnce) {
    const transaction = new Transaction();
    for (const bill of missing.slice(from, from + writesAtOnce)) {
      transaction.save(billsOf, { ...bill, updatedAt: act.recordedAt });
    }
    await transaction.commit();
  }
  for (let from = 0; from < skipped.length; from += writesAtOnce) {
    const transaction = new Transaction();
    for (const one of skipped.slice(from, from + writesAtOnce)) transaction.put(skippedUnits, one);
    await transaction.commit();
  }
}
