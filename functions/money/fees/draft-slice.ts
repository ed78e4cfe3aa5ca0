import { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { homesOf } from '../../homes/handovers/public.ts';
import { ownershipOf, type Unit, unitsOf, zoneOf } from '../../register/owners/public.ts';
import { usesOf } from '../meters/public.ts';
import { daysInAdvance } from './advances.store.ts';
import { backBillingOn } from './back-billing.ts';
import type { Bill } from './bill.ts';
import { type BillingRun, type BillingSlice, type SkippedUnit, withDigest } from './billing-run.ts';
import { bills as billsOf, billsOfUnitBetween, unitBills } from './bills.store.ts';
import { billsOfUnit, type ItemPeriod, type ShareOfUnit, usesKey } from './bills-of-unit.ts';
import type { Use } from './charge.ts';
import type { ChargedUnit } from './completeness.ts';
import { billedLines, scopeOf } from './difference.ts';
import { approvedDiscounts, vacanciesOf } from './discounts/discounts.store.ts';
import { discountsOfUnit } from './discounts/discounts-of-unit.ts';
import type { StoredFeeItem } from './fee-item.ts';
import { feesPolicy } from './fees.policy.ts';
import { billingRuns, billingSlices, feeItems, sharingLines, sharings, skippedUnits } from './fees.store.ts';
import { sinceDelivery } from './payer.ts';
import { saveCounted } from './plan-billing.ts';
import type { SharingRecord } from './sharing-record.ts';
import { type TariffVersion, versionOn } from './tariff.ts';
import { tierYearOf, withUseBefore } from './tiers.ts';

/**
 * Most items of one transaction. A skipped unit takes one item; a bill and its index entry of the unit take
 * two.
 */
const writesAtOnce = 90;
const together = 20;

/** What a run charges and skips for the units of a slice. */
export interface Worked {
  readonly bills: readonly Bill[];
  readonly skipped: readonly SkippedUnit[];
}

/**
 * Calculates the bills of a slice and writes them as drafts. Existing drafts stay, so a message repeated
 * after a crash only fills gaps. A dry run writes none. Returns undefined when there is nothing left to do.
 */
export async function billSlice(slice: BillingSlice, act: ActionContext): Promise<Worked | undefined> {
  const run = await get(billingRuns, slice);
  if (run?.state !== 'drafting' || slice.state !== 'planned') return undefined;
  const work = await billUnits(run, slice);
  if (!run.dryRun) await writeDrafts(work, act);
  return work;
}

/**
 * Counts a slice into its run. Returns undefined when the run was cancelled in the meantime.
 * @throws VersionConflict at commit when another slice was counted at the same time.
 */
export async function countBilled(
  slice: BillingSlice,
  { bills, skipped }: Worked,
  act: ActionContext,
): Promise<Transaction | undefined> {
  const before = await get(billingRuns, slice);
  if (before?.state !== 'drafting') return undefined;
  const billed: BillingSlice = {
    ...slice,
    state: 'billed',
    billIds: before.dryRun ? [] : bills.map(({ billId }) => billId),
    version: slice.version + 1,
  };
  const notes = bills.filter(({ kind }) => kind === 'credit-note');
  const creditedFen = notes.reduce((sum, { fen }) => sum - fen, before.creditedFen ?? 0);
  const after: BillingRun = {
    ...before,
    ...(creditedFen > 0 && { creditedFen }),
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

/** What a run bills. */
export type RunTerms = Pick<
  BillingRun,
  'runId' | 'estateId' | 'period' | 'feeItemIds' | 'sharingIds' | 'servicePeriods' | 'again'
> & { readonly openedAt?: string };

interface Terms {
  readonly run: RunTerms;
  /** How many months back what is missing is billed; 0: no limit (R22.5). */
  readonly monthsBack: number;
  readonly items: readonly StoredFeeItem[];
  readonly sharings: ReadonlyMap<string, SharingRecord>;
}

async function billUnits(run: BillingRun, slice: BillingSlice): Promise<Worked> {
  const charged = await chargeUnits(run, slice.unitIds);
  return { bills: charged.flatMap((one) => one.bills), skipped: charged.flatMap((one) => one.skipped) };
}

/** Calculates what a run bills and skips for at most 100 units, and reads what was published before. */
export async function chargeUnits(run: RunTerms, unitIds: readonly string[]): Promise<ChargedUnit[]> {
  const [units, items, shared, policy, homes, advanced, discounts] = await Promise.all([
    unitsOf(unitIds),
    getMany(
      feeItems,
      run.feeItemIds.map((feeItemId) => ({ feeItemId })),
    ),
    getMany(
      sharings,
      run.sharingIds.map((sharingId) => ({ sharingId })),
    ),
    feesPolicy.of(run.estateId),
    homesOf(unitIds),
    daysInAdvance(unitIds, run.feeItemIds),
    approvedDiscounts(run.estateId),
  ]);
  const inAdvance = Map.groupBy(
    advanced.flatMap(({ unitId, feeItemId, days }) => days.map(({ from, to }) => ({ unitId, feeItemId, from, to }))),
    ({ unitId }) => unitId,
  );
  const ofVacancies = discounts.some(({ kind }) => kind === 'vacancy');
  const { backBillingMonths: monthsBack } = policy;
  const { again, openedAt } = run;
  const isAgain = again && openedAt !== undefined;
  const backBilling = isAgain ? backBillingOn(dayIn(await zoneOf(run.estateId), openedAt), monthsBack) : undefined;
  const terms: Terms = { run, monthsBack, items, sharings: new Map(shared.map((one) => [one.sharingId, one])) };
  const shares = await sharesOf(terms, unitIds);
  const results: ChargedUnit[] = [];
  for (let from = 0; from < units.length; from += together) {
    const some = units.slice(from, from + together).map(async (unit) => {
      const [owned, published, vacancies] = await Promise.all([
        ownershipOf(unit.unitId),
        publishedOf(terms, unit),
        ofVacancies ? vacanciesOf(unit.unitId) : [],
      ]);
      const periods = periodsOf(terms, published);
      const uses = await usesOfItems(terms, periods, unit, owned);
      const home = homes.get(unit.unitId);
      const owners = home ? sinceDelivery(owned, home.deliveredOn) : owned;
      const { developerPayerId: developerId, rounding } = policy;
      const charged = billsOfUnit({
        run,
        unit,
        owners,
        developerId,
        items,
        periods,
        uses,
        published,
        backBilling,
        inAdvance: inAdvance.get(unit.unitId) ?? [],
        shares: shares.get(unit.unitId) ?? [],
        rounding,
        discounts: discountsOfUnit({ unit, discounts, vacancies, developerId }),
      });
      return { ...charged, unit, published, home };
    });
    results.push(...(await Promise.all(some)));
  }
  return results;
}

const isMetered = ({ items }: Terms, feeItemId: string) =>
  items.some((item) => item.feeItemId === feeItemId && item.kind === 'metered');

/** The most months of one bill. */
const monthsOfBill = 12;
const [firstDay, lastDay] = ['2000-01-01', '9999-12-31'];

/**
 * Returns the bills and credit notes of a unit that may have lines of the run's items. The list is empty
 * where nothing was published before.
 */
function publishedOf({ run, items, monthsBack }: Terms, { unitId }: Unit): Promise<Bill[]> {
  if (!run.again) return Promise.resolve([]);
  const metered = items.some(({ kind }) => kind === 'metered');
  const back = metered ? monthsBack : monthsOfBill;
  const from = back === 0 ? firstDay : monthsBefore(run.period.from, back);
  return billsOfUnitBetween(unitId, from, metered ? lastDay : run.period.to);
}

function monthsBefore(day: string, months: number): string {
  return Temporal.PlainDate.from(day).subtract({ months }).toString();
}

/**
 * Returns what the run bills a unit for. A late or corrected reading moves usage between its period and the
 * next billed one. All published periods of metered items are therefore checked again, so that no usage is
 * billed twice (R22.3).
 */
function periodsOf(terms: Terms, published: readonly Bill[]): ItemPeriod[] {
  const { run, items } = terms;
  const asked = run.servicePeriods ?? items.map(({ feeItemId }) => ({ feeItemId, period: run.period }));
  const billed = billedLines(published)
    .map(({ bill, line }) => scopeOf(line, bill))
    .filter(({ feeItemId }) => isMetered(terms, feeItemId));
  const all = new Map(
    [...asked, ...billed].map(({ feeItemId, period }) => {
      const one: ItemPeriod = { feeItemId, period };
      return [usesKey(one), one];
    }),
  );
  return [...all.values()];
}

async function usesOfItems(
  terms: Terms,
  periods: readonly ItemPeriod[],
  { unitId }: Unit,
  owners: Awaited<ReturnType<typeof ownershipOf>>,
): Promise<Map<string, Use[]>> {
  const metered = periods.filter(({ feeItemId }) => isMetered(terms, feeItemId));
  const uses = metered.map(async (one): Promise<[string, Use[]]> => {
    const item = terms.items.find(({ feeItemId }) => feeItemId === one.feeItemId);
    return [
      usesKey(one),
      await usesOfPeriod(unitId, one, item ? versionOn(item.tariff, one.period.to) : undefined, owners),
    ];
  });
  return new Map(await Promise.all(uses));
}

/** Returns the usage of a period, on tiers with what was used before in the tier year (R33.5). */
async function usesOfPeriod(
  unitId: string,
  { feeItemId, period }: ItemPeriod,
  price: TariffVersion | undefined,
  owners: Awaited<ReturnType<typeof ownershipOf>>,
): Promise<Use[]> {
  const hours = price?.peakValley;
  if (!price?.tiers) return usesOf(unitId, feeItemId, period, { hours });
  const year = tierYearOf(period.from, price.tiers);
  const last = addDays(period.from, -1);
  const [uses, earlier] = await Promise.all([
    usesOf(unitId, feeItemId, period, { hours, cuts: [tierYearOf(period.to, price.tiers).from] }),
    year.from <= last ? usesOf(unitId, feeItemId, { from: year.from, to: last }) : [],
  ]);
  return withUseBefore(uses, earlier, price.tiers, owners);
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

async function writeDrafts({ bills, skipped }: Worked, act: ActionContext): Promise<void> {
  const pages = Array.from({ length: Math.ceil(bills.length / 100) }, (_, i) => bills.slice(i * 100, i * 100 + 100));
  const there = new Set(
    (await Promise.all(pages.map((page) => getMany(billsOf, page)))).flat().map(({ billId }) => billId),
  );
  const missing = bills.filter(({ billId }) => !there.has(billId));
  // Each bill is written with its entries in the lists of its run and its unit.
  for (let from = 0; from < missing.length; from += writesAtOnce / 3) {
    const transaction = new Transaction();
    for (const bill of missing.slice(from, from + writesAtOnce / 3)) {
      const { unitId, billId, period } = bill;
      transaction
        .save(billsOf, { ...bill, updatedAt: act.recordedAt })
        .put(unitBills, { unitId, billId, from: period.from });
    }
    await transaction.commit();
  }
  for (let from = 0; from < skipped.length; from += writesAtOnce) {
    const transaction = new Transaction();
    for (const one of skipped.slice(from, from + writesAtOnce)) transaction.put(skippedUnits, one);
    await transaction.commit();
  }
}
