import type { Act } from '../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { toInstant } from '../../shared/kernel/time.ts';
import { getMany, list } from '../../shared/store/table.ts';
import { Outdated, Transaction } from '../../shared/store/transaction.ts';
import { type BillingRun, emptyDigest, monthsBilled, type NewRun } from './billing-run.ts';
import type { StoredFeeItem } from './fee-item.ts';
import { billedMonths, billingRuns, feeItems, feeLists, sharings } from './fees-store.ts';

const unknownItem = problemKind('unknown-fee-item', 400, {
  'zh-CN': '本小区没有收费项目 {feeItemId}。',
  'zh-TW': '本小區沒有收費項目 {feeItemId}。',
  en: 'This estate has no fee item {feeItemId}.',
});
const billedAlready = problemKind('month-billed-already', 409, {
  'zh-CN': '「{name}」{month} 已由批次 {runId} 出账，不能重复收费。如需重做，请先作废该批次。',
  'zh-TW': '「{name}」{month} 已由批次 {runId} 出帳，不能重複收費。如需重做，請先作廢該批次。',
  en: '{name} of {month} is in run {runId} already: it is not charged twice. Cancel that run first to do it anew.',
});

/**
 * Opens a billing run: its fee items and months are taken, so that nobody else charges them (R4.5, D26); the rest follows
 * from its event. A dry run takes nothing and writes no bill.
 * @throws Problem 400 `unknown-fee-item`, 409 `month-billed-already` (also at commit).
 */
export async function openBillingRun(
  estateId: string,
  input: NewRun,
  { dryRun, act }: { dryRun: boolean; act: Act },
): Promise<{ after: BillingRun; transaction: Transaction }> {
  const { months, period } = monthsBilled(input.period);
  const items = await itemsOf(estateId, input.feeItemIds);
  const now = act.recordedAt;
  const after: BillingRun = {
    ...{ runId: newId('run', toInstant(now)), estateId, period, months, feeItemIds: input.feeItemIds, dryRun },
    sharingIds: await sharingsOf(items, period),
    ...(input.dueOn !== undefined && { dueOn: input.dueOn }),
    ...{ state: 'drafting', slices: 0, planned: false, billedSlices: 0, publishedSlices: 0, units: 0, skipped: 0 },
    ...{ bills: 0, totalFen: 0, digest: emptyDigest },
    ...{ openedAt: now, openedBy: act.actor.id, updatedAt: now, version: 1 },
  };
  const { runId } = after;
  const transaction = new Transaction();
  if (!dryRun) {
    await mustBeFree(items, months);
    for (const { feeItemId } of items) for (const month of months) take(transaction, { feeItemId, month, runId });
  }
  transaction.save(billingRuns, after).record(billingRuns, after, 'BillingRunOpened', { runId, dryRun }, act);
  return { after, transaction };
}

async function itemsOf(estateId: string, feeItemIds: readonly string[]): Promise<StoredFeeItem[]> {
  const found = await getMany(
    feeItems,
    feeItemIds.map((feeItemId) => ({ feeItemId })),
  );
  const mine = found.filter((item) => item.estateId === estateId);
  const missing = feeItemIds.find((id) => !mine.some((item) => item.feeItemId === id));
  if (missing !== undefined) throw new Problem(unknownItem, { feeItemId: missing });
  return mine;
}

/** Done sharings that begin in the period, of the items that are shared. */
async function sharingsOf(items: readonly StoredFeeItem[], period: { from: string; to: string }): Promise<string[]> {
  const shared = items.filter(({ kind }) => kind === 'shared');
  const found = await Promise.all(
    shared.map(({ feeItemId }) =>
      list(sharings, {
        index: 'mine',
        partition: feeLists.sharingsOfItem(feeItemId),
        sort: { from: period.from, to: `${period.to}~` },
        limit: 200,
      }),
    ),
  );
  return found.flatMap(({ items: all }) =>
    all.filter(({ state }) => state === 'done').map(({ sharingId }) => sharingId),
  );
}

/** Tells by name which month another run has. The commit stands on it once more. */
async function mustBeFree(items: readonly StoredFeeItem[], months: readonly string[]): Promise<void> {
  const wanted = items.flatMap(({ feeItemId }) => months.map((month) => ({ feeItemId, month })));
  const pages = Array.from({ length: Math.ceil(wanted.length / 100) }, (_, i) => wanted.slice(i * 100, i * 100 + 100));
  const taken = (await Promise.all(pages.map((page) => getMany(billedMonths, page)))).flat();
  const [first] = taken;
  if (!first) return;
  const { month, runId, feeItemId } = first;
  const name = items.find((item) => item.feeItemId === feeItemId)?.name ?? feeItemId;
  throw new Problem(billedAlready, { name, month, runId }, { more: { runId } });
}

function take(transaction: Transaction, of: { feeItemId: string; month: string; runId: string }): void {
  const free = { text: 'attribute_not_exists(pk)' };
  transaction.put(billedMonths, of, free, () => new Outdated('another run has just taken this month'));
}
