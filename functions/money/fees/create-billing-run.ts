import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import type { Span } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { getMany, list } from '../../../shared/store/table.ts';
import { cutOverOf, mustNotBeShut } from '../ledger/public.ts';
import { type BillingRun, emptyDigest, monthsBilled, type NewRun } from './billing-run.ts';
import type { StoredFeeItem } from './fee-item.ts';
import { billedMonths, billingRuns, differences, feeItems, feeLists, sharings } from './fees.store.ts';

const unknownItem = problemKind('unknown-fee-item', 400, {
  'zh-CN': '本小区没有收费项目 {feeItemId}。请核对 feeItemIds。',
  'zh-TW': '本社區沒有收費項目 {feeItemId}。請核對 feeItemIds。',
  en: 'This estate has no fee item {feeItemId}. Check feeItemIds.',
});
const billedAlready = problemKind('month-billed-already', 409, {
  'zh-CN': '「{name}」{month} 正由批次 {runId} 出账，不能同时再开。请先发布或作废该批次。',
  'zh-TW': '「{name}」{month} 正由批次 {runId} 出帳，不能同時再開。請先發布或作廢該批次。',
  en: '{name} of {month} is in billing run {runId}, which is not published yet. Publish or cancel that run first.',
});
const billedWithOthers = problemKind('billed-with-other-months', 409, {
  'zh-CN': '「{name}」的 {from} 至 {to} 是一起出账的，不能只重开其中一部分。请把 period 改为包含这些月份。',
  'zh-TW': '「{name}」的 {from} 至 {to} 是一起出帳的，不能只重開其中一部分。請把 period 改為包含這些月份。',
  en: '{name} was billed for {from} to {to} together, so these months can only be billed again together. Extend period to cover them.',
});

const beforeCutOver = problemKind('billed-before-cut-over', 409, {
  'zh-CN': '{on} 及之前的服务期已在原系统出账（期初），这里不再出账。请从之后的月份开始；漏收的请开补收单。',
  'zh-TW': '{on} 及之前的服務期已在原系統出帳（期初），這裡不再出帳。請從之後的月份開始；漏收的請開補收單。',
  en: 'Service up to {on} was billed in the system before, so it is not billed here. Choose later months; bill what was forgotten by a supplementary bill.',
});

/**
 * Rejects months whose service the system before has billed (R30.3).
 * @throws Problem billed-before-cut-over.
 */
export async function assertAfterCutOver(estateId: string, from: string): Promise<void> {
  const on = await cutOverOf(estateId);
  if (on !== undefined && from <= on) throw new Problem(beforeCutOver, { on });
}

const dueDayPast = problemKind('due-day-past', 400, {
  'zh-CN': '缴费期限 {dueOn} 已过。请填写 {today} 或之后的 dueOn；付款人此前已知该期限的，请在 dueProof 中填写证据。',
  'zh-TW': '繳費期限 {dueOn} 已過。請填寫 {today} 或之後的 dueOn；付款人先前已知該期限者，請在 dueProof 填寫證據。',
  en: 'The due day {dueOn} is past. Enter {today} or a later day in dueOn, or in dueProof the evidence that the payers knew that day before.',
});

/**
 * Rejects a due day before today, which would make bills late before anybody knew them (R27.5).
 * @throws Problem due-day-past.
 */
export function assertDueDay({ dueOn, dueProof }: Pick<NewRun, 'dueOn' | 'dueProof'>, today: string): void {
  if (dueOn === undefined || dueOn >= today || dueProof !== undefined) return;
  throw new Problem(dueDayPast, { dueOn, today });
}

/**
 * Opens a billing run and takes its fee items and months, so that no other run bills them at the same time
 * (R4.5, D26). Its event starts the work. Months published before may be opened again; then only what is
 * missing is billed (R22.1). A dry run takes no months and writes no bill.
 * @throws Problem 400 `unknown-fee-item`, 409 `month-billed-already` (also at commit),
 * `billed-with-other-months` or `billed-before-cut-over`; at commit `billing-month-shut` (R22.4).
 */
export async function createBillingRun(
  estateId: string,
  input: NewRun,
  { dryRun, act }: { dryRun: boolean; act: ActionContext },
): Promise<{ after: BillingRun; transaction: Transaction }> {
  const { months, period } = monthsBilled(input.period);
  await assertAfterCutOver(estateId, period.from);
  const items = await itemsOf(estateId, input.feeItemIds);
  const taken = await heldMonths(items, months);
  if (!dryRun) mustBeFree(items, [...taken.values()]);
  const held = new Map([...taken].filter(([, { published }]) => published));
  const again = held.size > 0;
  const now = act.recordedAt;
  const after: BillingRun = {
    runId: newId('run', toInstant(now)),
    estateId,
    period,
    months,
    feeItemIds: input.feeItemIds,
    dryRun,
    sharingIds: await sharingsOf(items, period),
    ...(again && { again, servicePeriods: items.flatMap((item) => servicePeriodsOf(item, months, held)) }),
    ...(input.dueOn !== undefined && { dueOn: input.dueOn }),
    ...(input.dueProof !== undefined && { dueProof: input.dueProof }),
    state: 'drafting',
    slices: 0,
    planned: false,
    billedSlices: 0,
    publishedSlices: 0,
    units: 0,
    skipped: 0,
    bills: 0,
    totalFen: 0,
    digest: emptyDigest,
    openedAt: now,
    openedBy: act.actor.id,
    updatedAt: now,
    version: 1,
  };
  const { runId } = after;
  const transaction = new Transaction();
  if (!dryRun) {
    mustNotBeShut(transaction, estateId, months);
    const wanted = items.flatMap(({ feeItemId }) => months.map((month) => ({ feeItemId, month })));
    for (const one of wanted) take(transaction, { ...one, runId }, held.get(keyOf(one)));
    if (again) {
      const locks = await differenceLocks(items);
      mustBeFree(items, [...locks.values()]);
      for (const { feeItemId, kind } of items) {
        const one = { feeItemId, month: differences };
        if (kind === 'metered') take(transaction, { ...one, runId }, locks.get(keyOf(one)));
      }
    }
  }
  transaction.save(billingRuns, after).record(billingRuns, after, 'BillingRunOpened', { runId, dryRun }, act);
  return { after, transaction };
}

/** The run that holds a month of a fee item, and the last run that published it. */
interface Held {
  readonly feeItemId: string;
  readonly month: string;
  readonly run: BillingRun;
  readonly published: BillingRun | undefined;
}

const keyOf = ({ feeItemId, month }: { feeItemId: string; month: string }) => `${feeItemId} ${month}`;

/** Returns the months of items that runs hold, by item and month, read consistently. */
async function heldMonths(
  items: readonly StoredFeeItem[],
  months: readonly string[],
): Promise<ReadonlyMap<string, Held>> {
  const wanted = items.flatMap(({ feeItemId }) => months.map((month) => ({ feeItemId, month })));
  const found = await getMany(billedMonths, wanted, { consistent: true });
  const runIds = [...new Set(found.flatMap(({ runId, before = runId }) => [runId, before]))];
  const pages = Array.from({ length: Math.ceil(runIds.length / 100) }, (_, i) => runIds.slice(i * 100, i * 100 + 100));
  const read = pages.map((page) =>
    getMany(
      billingRuns,
      page.map((runId) => ({ runId })),
      { consistent: true },
    ),
  );
  const runs = (await Promise.all(read)).flat();
  return new Map(
    found.map(({ feeItemId, month, runId, before }) => {
      const run = runs.find((one) => one.runId === runId);
      if (!run) throw new Error(`${feeItemId} ${month} names an unknown billing run: ${runId}`);
      const published = run.state === 'published' ? run : runs.find((one) => one.runId === before);
      return [keyOf({ feeItemId, month }), { feeItemId, month, run, published }];
    }),
  );
}

/**
 * Returns the runs that bill differences of metered items. A reading moves usage between its period and the
 * next billed one, so a repeated run checks all periods. Each item therefore has one such run at a time.
 */
function differenceLocks(items: readonly StoredFeeItem[]): Promise<ReadonlyMap<string, Held>> {
  const metered = items.filter(({ kind }) => kind === 'metered');
  return metered.length === 0 ? Promise.resolve(new Map()) : heldMonths(metered, [differences]);
}

/**
 * Returns the service periods of an item: those billed before, unchanged, and each row of other months as
 * one.
 * @throws Problem 409 `billed-with-other-months` where a period billed before is not covered completely.
 */
function servicePeriodsOf(
  { feeItemId, name }: StoredFeeItem,
  months: readonly string[],
  held: ReadonlyMap<string, Held>,
): { feeItemId: string; period: Span }[] {
  const periods: { feeItemId: string; period: Span; isNew: boolean }[] = [];
  for (const month of months) {
    const { from, to } = monthsBilled({ from: month, months: 1 }).period;
    const run = held.get(keyOf({ feeItemId, month }))?.published;
    const known = run && servicePeriodOf(run, feeItemId, from);
    const last = periods.at(-1);
    if (known) {
      const [first, end] = [months[0] ?? '', months.at(-1) ?? ''];
      if (known.from.slice(0, 7) < first || end < known.to.slice(0, 7)) {
        throw new Problem(billedWithOthers, { name, ...known }, { more: known });
      }
      if (last?.period.from !== known.from) periods.push({ feeItemId, period: known, isNew: false });
    } else if (last?.isNew) {
      periods.splice(-1, 1, { ...last, period: { from: last.period.from, to } });
    } else periods.push({ feeItemId, period: { from, to }, isNew: true });
  }
  return periods.map(({ period }) => ({ feeItemId, period }));
}

/**
 * Returns the service period of each item that holds a month: that of its last published run, or the month.
 */
export async function servicePeriodsIn(
  items: readonly StoredFeeItem[],
  month: string,
): Promise<{ feeItemId: string; period: Span }[]> {
  const held = await heldMonths(items, [month]);
  const { period } = monthsBilled({ from: month, months: 1 });
  return items.map(({ feeItemId }) => {
    const run = held.get(keyOf({ feeItemId, month }))?.published;
    return { feeItemId, period: run ? servicePeriodOf(run, feeItemId, period.from) : period };
  });
}

/** Returns the service period in which a run billed a day of an item. */
function servicePeriodOf({ servicePeriods, period }: BillingRun, feeItemId: string, day: string): Span {
  const found = servicePeriods?.find(
    (one) => one.feeItemId === feeItemId && one.period.from <= day && day <= one.period.to,
  );
  return found?.period ?? period;
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

/** Returns the completed sharings of shared items that begin in the period. */
export async function sharingsOf(
  items: readonly StoredFeeItem[],
  period: { from: string; to: string },
): Promise<string[]> {
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

/** Returns an unpublished run that has a month of an item, or undefined, read consistently. */
export async function unpublishedRunOf(items: readonly StoredFeeItem[], month: string): Promise<string | undefined> {
  const held = [...(await heldMonths(items, [month])).values()];
  return held.find(({ run }) => run.state !== 'published')?.run.runId;
}

/**
 * Rejects items with a month in an unpublished run, and names the month. The commit checks it again.
 * @throws Problem 409 `month-billed-already`.
 */
function mustBeFree(items: readonly StoredFeeItem[], held: readonly Held[]): void {
  const first = held.find(({ run }) => run.state !== 'published');
  if (!first) return;
  const { month, run, feeItemId } = first;
  const name = items.find((item) => item.feeItemId === feeItemId)?.name ?? feeItemId;
  const { runId } = run;
  throw new Problem(billedAlready, { name, month, runId }, { more: { runId } });
}

function take(
  transaction: Transaction,
  of: { feeItemId: string; month: string; runId: string },
  held: Held | undefined,
): void {
  const free = held
    ? { text: 'runId = :before', values: { ':before': held.run.runId } }
    : { text: 'attribute_not_exists(pk)' };
  const before = held?.run.runId;
  transaction.put(billedMonths, { ...of, ...(before !== undefined && { before }) }, free, () => {
    return new VersionConflict('another run has just taken this month');
  });
}
