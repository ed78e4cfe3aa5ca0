import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { retryOnConflict, VersionConflict } from '../../../shared/store/retry.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { estateOf, unitsOf } from '../../register/owners/public.ts';
import { chargeEntry, entryHeader, ledgerPolicy, openLedger, postEntries, taxIn } from '../ledger/public.ts';
import { agencyBilled, type Bill } from './bill.ts';
import type { BillLine } from './bill-line.ts';
import { vatTermsFor } from './bill-vat.ts';
import { assertMayPublish, type BillingRun, type BillingSlice, dueDayOf } from './billing-run.ts';
import { bills as billsOf } from './bills.store.ts';
import type { Discount } from './discounts/discount.ts';
import { approvedDiscounts } from './discounts/discounts.store.ts';
import { offerFor } from './discounts/offers.ts';
import { isHeldForOwners } from './fee-system.ts';
import { feesPolicy } from './fees.policy.ts';
import { billedMonths, billingRuns, billingSlices, differences, feeItems } from './fees.store.ts';
import { issueNote } from './issue-note.ts';
import { estateTermsFor, lateTermsFor } from './late-rate.ts';
import { waiverLimitOf } from './waiver.ts';

/**
 * Slices requested at once, and bills of one transaction: each bill takes its item, its event and its entry.
 */
const slicesAtOnce = 40;
const billsAtOnce = 25;

/**
 * Requests the publication of a run's drafts; from then on they are owed. The person who opened a run cannot
 * publish credit notes above their limit.
 * @throws Problem `illegal-state` for a dry run or a run that is not drafted; `another-person-needed`.
 */
export async function requestPublication(
  before: BillingRun,
  caller: Caller,
  act: ActionContext,
): Promise<{ after: BillingRun; transaction: Transaction }> {
  if (before.dryRun) throw illegalState('dry run', ['drafted']);
  if (before.state !== 'drafted') throw illegalState(before.state, ['drafted']);
  if (before.creditedFen !== undefined) {
    assertMayPublish(before, act.actor.id, waiverLimitOf(caller, await feesPolicy.of(before.estateId)));
  }
  const isEmpty = before.bills === 0;
  const after = changeRun(before, { state: isEmpty ? 'published' : 'publishing' }, act);
  const { runId } = after;
  const transaction = new Transaction().save(billingRuns, after, before);
  if (isEmpty) transaction.record(billingRuns, after, 'BillingRunPublished', { runId, bills: 0, totalFen: 0 }, act);
  else transaction.record(billingRuns, after, 'BillingPublishRequested', { runId }, act);
  await lockPrices(transaction, before, act);
  return { after, transaction };
}

/** Fixes the prices of the run's days (R4.5). */
async function lockPrices(transaction: Transaction, run: BillingRun, act: ActionContext): Promise<void> {
  const items = await getMany(
    feeItems,
    run.feeItemIds.map((feeItemId) => ({ feeItemId })),
  );
  for (const item of items) {
    if (item.billedThrough !== undefined && item.billedThrough >= run.period.to) continue;
    const after = { ...item, billedThrough: run.period.to, updatedAt: act.recordedAt, version: item.version + 1 };
    transaction.save(feeItems, after, item);
  }
}

/**
 * Cancels an unpublished run. Its months become free, or return to the run that published them before.
 * @throws Problem `illegal-state`.
 */
export async function cancelRun(
  before: BillingRun,
  act: ActionContext,
): Promise<{ after: BillingRun; transaction: Transaction }> {
  if (before.state !== 'drafting' && before.state !== 'drafted') {
    throw illegalState(before.state, ['drafting', 'drafted']);
  }
  const after = changeRun(before, { state: 'cancelled' }, act);
  const { runId } = after;
  const transaction = new Transaction().save(billingRuns, after, before);
  transaction.record(billingRuns, after, 'BillingRunCancelled', { runId }, act);
  if (before.dryRun) return { after, transaction };
  const months = [...before.months, ...(before.again ? [differences] : [])];
  const taken = before.feeItemIds.flatMap((feeItemId) => months.map((month) => ({ feeItemId, month })));
  const mine = { text: 'runId = :run', values: { ':run': runId } };
  const lost = () => new VersionConflict(`a month of ${runId} is another run's`);
  for (const one of await getMany(billedMonths, taken, { consistent: true })) {
    if (one.runId !== runId) continue;
    const { feeItemId, month } = one;
    if (one.before === undefined) transaction.remove(billedMonths, one, mine, lost);
    else transaction.put(billedMonths, { feeItemId, month, runId: one.before }, mine, lost);
  }
  return { after, transaction };
}

function changeRun(run: BillingRun, changes: Partial<BillingRun>, act: ActionContext): BillingRun {
  return { ...run, ...changes, updatedAt: act.recordedAt, version: run.version + 1 };
}

/**
 * Requests the publication of all slices, several in one transaction. Slices requested before are not
 * requested again.
 */
export async function askSlices(run: BillingRun, act: ActionContext): Promise<void> {
  for (let from = 0; from < run.slices; from += slicesAtOnce) {
    const numbers = Array.from({ length: Math.min(slicesAtOnce, run.slices - from) }, (_, i) => from + i);
    const slices = await getMany(
      billingSlices,
      numbers.map((slice) => ({ runId: run.runId, slice })),
    );
    const transaction = new Transaction();
    for (const slice of slices.filter(({ state }) => state === 'billed')) {
      const after: BillingSlice = { ...slice, state: 'publishing', version: slice.version + 1 };
      const data = { runId: run.runId, slice: slice.slice };
      transaction.save(billingSlices, after, slice).record(billingSlices, after, 'PublishingSliceRequested', data, act);
    }
    await transaction.commit();
  }
}

/**
 * Publishes the bills of a slice, each with its event and its ledger entry. Published bills stay, so a
 * repeated message only fills gaps. Returns false when there is nothing left to do.
 */
export async function publishSlice(slice: BillingSlice, act: ActionContext): Promise<boolean> {
  const { estateId } = slice;
  const [run, estate, policy, vat, discounts] = await Promise.all([
    get(billingRuns, slice),
    estateOf(estateId),
    feesPolicy.of(estateId),
    ledgerPolicy.of(estateId),
    approvedDiscounts(estateId),
  ]);
  if (slice.state !== 'publishing' || run?.state !== 'publishing' || !estate) return false;
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const dueOn = dueDayOf(run, today, policy.dueDays);
  const items = await getMany(
    feeItems,
    run.feeItemIds.map((feeItemId) => ({ feeItemId })),
  );
  const ofItems = new Map(items.map((item) => [item.feeItemId, { item, late: lateTermsFor(item, dueOn) }]));
  /**
   * Adds the item's own late charge terms and the tax. A difference keeps the tax of its original (R22.6).
   */
  const withTerms = (line: BillLine): BillLine => {
    const { item, late } = ofItems.get(line.feeItemId) ?? {};
    const isNew = line.vat === undefined && line.difference === undefined;
    const isTheirs = line.vat === undefined && isHeldForOwners(policy, item, line.from);
    const taxed = item && isNew && !isTheirs ? vatTermsFor(item, line, vat, today) : undefined;
    const fund = isTheirs ? { ownersFund: true as const } : {};
    return { ...line, ...(late && { late }), ...fund, ...(taxed && { vat: taxIn(line.fen, taxed) }) };
  };
  const terms = { dueOn, late: estateTermsFor(policy.late, { dueOn, today }), withTerms, today, discounts };
  for (let from = 0; from < slice.billIds.length; from += billsAtOnce) {
    const billIds = slice.billIds.slice(from, from + billsAtOnce);
    const notes = await retryOnConflict(() => publishBills(estateId, billIds, terms, act));
    for (const billId of notes) await issueNote(billId, act);
  }
  return true;
}

/**
 * Counts a published slice into its run. Returns undefined when the run is not publishing any more.
 * @throws VersionConflict at commit when another slice was counted at the same time.
 */
export async function countPublished(slice: BillingSlice, act: ActionContext): Promise<Transaction | undefined> {
  const before = await get(billingRuns, slice);
  if (before?.state !== 'publishing') return undefined;
  const publishedSlices = before.publishedSlices + 1;
  const isLast = publishedSlices === before.slices;
  const after = changeRun(before, { publishedSlices, state: isLast ? 'published' : 'publishing' }, act);
  const done: BillingSlice = { ...slice, state: 'published', version: slice.version + 1 };
  const transaction = new Transaction().save(billingSlices, done, slice).save(billingRuns, after, before);
  if (isLast) {
    const { runId, bills, totalFen } = after;
    transaction.record(billingRuns, after, 'BillingRunPublished', { runId, bills, totalFen }, act);
  }
  return transaction;
}

interface Terms {
  readonly dueOn: string;
  readonly late: Bill['late'];
  readonly withTerms: (line: BillLine) => BillLine;
  readonly today: string;
  /** Approved discounts of the estate. */
  readonly discounts: readonly Discount[];
}

/** Publishes the drafts among bills. Returns the ids of their credit notes, which are issued one by one. */
async function publishBills(
  estateId: string,
  billIds: readonly string[],
  terms: Terms,
  act: ActionContext,
): Promise<string[]> {
  const found = await getMany(
    billsOf,
    billIds.map((billId) => ({ billId })),
  );
  const open = found.filter(({ status }) => status === 'draft');
  const notes = open.filter(({ kind }) => kind === 'credit-note').map(({ billId }) => billId);
  const drafts = open.filter(({ kind }) => kind !== 'credit-note');
  if (drafts.length === 0) return notes;
  const early = terms.discounts.filter(({ kind }) => kind === 'early-payment');
  const [ledger, units] = await Promise.all([
    openLedger(estateId, terms.today, act.recordedAt),
    early.length === 0 ? [] : unitsOf(drafts.map(({ unitId }) => unitId)),
  ]);
  const unitsById = new Map(units.map((unit) => [unit.unitId, unit]));
  const transaction = new Transaction();
  const entries = drafts.map((draft) => {
    const { billId, payerId, unitId, fen, lines } = draft;
    const head = entryHeader(ledger, {
      cause: ['bill', billId],
      occurredOn: terms.today,
      recordedAt: act.recordedAt,
      reference: billId,
      description: `${draft.unitLabel} ${draft.period.from}/${draft.period.to}`,
    });
    const agencyFen = agencyBilled(lines);
    const offer = offerFor(draft, early, { today: terms.today, unit: unitsById.get(unitId) });
    const bill: Bill = {
      ...draft,
      ...(offer && { offer }),
      ...{
        status: 'published',
        dueOn: terms.dueOn,
        late: terms.late,
        lines: lines.map(terms.withTerms),
        publishedOn: head.postedOn,
        entryId: head.entryId,
        ...(agencyFen > 0 && { agencyReceivable: true as const }),
      },
      updatedAt: act.recordedAt,
      version: draft.version + 1,
    };
    const data = { billId, unitId, payerId, fen, dueOn: terms.dueOn };
    transaction.save(billsOf, bill, draft).record(billsOf, bill, 'BillPublished', data, act);
    return chargeEntry(head, {
      payerId,
      bill: { billId, dueOn: terms.dueOn },
      lines: bill.lines.filter((line) => line.fen > 0),
      agencyFen,
    });
  });
  postEntries(transaction, ledger, entries, [], act);
  await transaction.commit();
  return notes;
}
