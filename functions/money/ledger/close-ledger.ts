import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { checkDay, type DayCheck, openIn } from './check-day.ts';
import { closes, replacedCloses, sealedLeaves } from './close.store.ts';
import { approveReopening, closeDay, mustBeOpen, requestReopening } from './close-day.ts';
import { balancesAfter, type DayClose, keptDifferences } from './closed-day.ts';
import { countsOfDay } from './drawer.store.ts';
import { checkDrawers } from './drawer.ts';
import { agencyCycleDays, heldMoneyOn, newlyTooLong } from './held-money.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { dayLocks, ledger as ledgerOf, shardsOfDay } from './ledger.store.ts';
import type { LedgerState } from './ledger-state.ts';
import { bankLinesOn, matchLines, slipsInTransit } from './match-lines.ts';
import { othersMoneyIn } from './others-money.ts';
import { mustNotBeShut } from './period-close.store.ts';
import { type Entry, sumFen } from './posting.ts';
import { entriesOfDay, sourceDocumentsOfDay } from './read-ledger.ts';
import { firstSeal, sealDay } from './seal.ts';
import { assertThirdPerson, assertTookNoCash } from './separate-duties.ts';
import { type InTransit, inTransitOn } from './transit.ts';
import { exportedMonth, voucherBatches } from './voucher-batch.ts';

const noLedger = problemKind('no-ledger', 409, {
  'zh-CN': '本小区尚无账目。请先登记收款或发布账单。',
  'zh-TW': '本社區尚無帳目。請先登錄收款或發布帳單。',
  en: 'This estate has no ledger entries yet. Record a payment or publish a bill first.',
});
const notOver = problemKind('day-not-over', 409, {
  'zh-CN': '{day} 尚未结束。through 最多可填 {last}。',
  'zh-TW': '{day} 尚未結束。through 最多可填 {last}。',
  en: '{day} is not over. Set through to {last} or earlier.',
});

const notLoaded = problemKind('opening-not-loaded', 409, {
  'zh-CN': '期初余额正在入账，完成前不能日结。请稍后再试。',
  'zh-TW': '期初餘額正在入帳，完成前不能日結。請稍後再試。',
  en: 'The opening balances are still being posted, so no day can close. Try again when they are loaded.',
});

/** Loads the ledger of an estate. @throws Problem `no-ledger` when it has no entries. */
export async function ledgerFor(estateId: string): Promise<LedgerState> {
  const ledger = await get(ledgerOf, { estateId });
  if (!ledger) throw new Problem(noLedger);
  return ledger;
}

function changeLedger(ledger: LedgerState, changes: Partial<LedgerState>, act: ActionContext): LedgerState {
  return { ...ledger, ...changes, updatedAt: act.recordedAt, version: ledger.version + 1 };
}

/**
 * Requests the close of every day through `through`, which must be over (D29).
 * @throws Problem `day-not-over`, `opening-not-loaded`, `period-closed`.
 */
export function requestClose(
  before: LedgerState,
  through: string,
  { today, act }: { today: string; act: ActionContext },
): { after: LedgerState; transaction: Transaction } {
  if (through >= today) throw new Problem(notOver, { day: through, last: addDays(today, -1) });
  if (before.cutOver?.loaded === false) throw new Problem(notLoaded);
  mustBeOpen(through, before);
  const closeRequested = { through, by: act.actor.id, at: act.recordedAt };
  const after = changeLedger(before, { closeRequested }, act);
  const transaction = new Transaction()
    .save(ledgerOf, after, before)
    .record(ledgerOf, after, 'CloseRequested', { through }, act);
  return { after, transaction };
}

/** The most days that one message closes. */
const daysAtOnce = 31;

/**
 * Closes the days through `through`, one after the other, until one does not agree.
 * Each step is its own transaction, so a retry after a crash continues where it stopped.
 * Returns the ledger when more days remain.
 */
export async function closeThrough(
  estateId: string,
  through: string,
  act: ActionContext,
): Promise<LedgerState | undefined> {
  for (let count = 0; ; count += 1) {
    const ledger = await get(ledgerOf, { estateId });
    if (!ledger || ledger.closedThrough >= through) return undefined;
    if (count === daysAtOnce) return ledger;
    if (!(await closeNext(ledger, act))) return undefined;
  }
}

/** Requests the close of the remaining days by another message. */
export function continueClose(before: LedgerState, through: string, act: ActionContext): Transaction {
  const after = changeLedger(before, {}, act);
  return new Transaction().save(ledgerOf, after, before).record(ledgerOf, after, 'CloseContinued', { through }, act);
}

/**
 * Closes the next day. Returns false when it does not agree: the day stays open and the differences are
 * stored.
 */
async function closeNext(ledger: LedgerState, act: ActionContext): Promise<boolean> {
  const { estateId } = ledger;
  const day = addDays(ledger.closedThrough, 1);
  if (ledger.closing !== day) await matchLines(estateId, await bankLinesOn(estateId, day), { byAmount: true, act });
  const shut = ledger.closing === day ? ledger : await shutDoors(ledger, day, act);
  const [yesterday, entries, tomorrow, ...papers] = await Promise.all([
    entriesOfDay(estateId, addDays(day, -1)),
    entriesOfDay(estateId, day),
    entriesOfDay(estateId, addDays(day, 1)),
    sourceDocumentsOfDay(estateId, addDays(day, -1)),
    sourceDocumentsOfDay(estateId, day),
    sourceDocumentsOfDay(estateId, addDays(day, 1)),
  ]);
  const [last, counts] = await Promise.all([
    get(closes, { estateId, day: addDays(day, -1) }),
    countsOfDay(estateId, day),
  ]);
  const { findings: drawers, counted } = checkDrawers(day, { before: last?.balances ?? {}, entries, counts });
  const agreement = checkDay(day, {
    entries: [...yesterday, ...entries, ...tomorrow],
    vouchers: papers.flatMap((one) => one.vouchers),
    receipts: papers.flatMap((one) => one.receipts),
    channel: papers.flatMap((one) => one.channel),
    counters: papers[1]?.counters ?? [],
  });
  const check = { ...agreement, drawers };
  const [before, slips, policy] = await Promise.all([
    get(closes, { estateId, day }),
    slipsInTransit(estateId),
    ledgerPolicy.of(estateId),
  ]);
  const transit = inTransitOn(day, slips, policy);
  if (openIn(check, transit) > 0) {
    await refuse(shut, { check, transit, before, entries: entries.length }, act);
    return false;
  }
  await seal(shut, { check, transit, before, entries, last, counted }, act);
  return true;
}

async function shutDoors(before: LedgerState, day: string, act: ActionContext): Promise<LedgerState> {
  const after = changeLedger(before, { closing: day }, act);
  const transaction = new Transaction().save(ledgerOf, after, before);
  for (let leaf = 0; leaf < shardsOfDay; leaf += 1) transaction.put(dayLocks, { estateId: before.estateId, day, leaf });
  await transaction.commit();
  return after;
}

function openDoors(transaction: Transaction, estateId: string, day: string): void {
  for (let leaf = 0; leaf < shardsOfDay; leaf += 1) transaction.remove(dayLocks, { estateId, day, leaf });
}

/** What the check of a day found, and its earlier close. */
interface Found<E> {
  readonly check: DayCheck;
  readonly transit: readonly InTransit[];
  readonly before: DayClose | undefined;
  readonly entries: E;
}

/** Returns the money in transit that a close stores. The sum covers all slips. */
function storedTransit(transit: readonly InTransit[]): Pick<DayClose, 'transit' | 'transitFen'> {
  return { transit: transit.slice(0, keptDifferences), transitFen: sumFen(transit.map(({ fen }) => fen)) };
}

/** Returns who requested the close that is running. */
function requestedIn({ closeRequested }: LedgerState): Pick<DayClose, 'requestedBy'> {
  return closeRequested ? { requestedBy: closeRequested.by } : {};
}

async function refuse(
  shut: LedgerState,
  { check, transit, before, entries }: Found<number>,
  act: ActionContext,
): Promise<void> {
  const { estateId } = shut;
  const { day, differences, gaps, drawers = [] } = check;
  const after = changeLedger(shut, { closing: undefined }, act);
  const record: DayClose = {
    estateId,
    day,
    state: 'refused',
    superseded: before?.superseded ?? [],
    sealings: before?.sealings ?? 0,
    entries,
    balances: {},
    open: openIn(check, transit),
    ...storedTransit(transit),
    differences: differences.slice(0, keptDifferences),
    gaps: gaps.slice(0, keptDifferences),
    drawers: drawers.slice(0, keptDifferences),
    counted: [],
    at: act.recordedAt,
    by: act.actor.id,
    ...requestedIn(shut),
    version: (before?.version ?? 0) + 1,
  };
  const transaction = new Transaction().save(ledgerOf, after, shut).save(closes, record, before);
  openDoors(transaction, estateId, day);
  const tooLong = transit.filter(({ refused }) => refused).length;
  const found = { differences: differences.length, gaps: gaps.length, drawers: drawers.length };
  const data = { day, ...found, transit: tooLong };
  await transaction.record(ledgerOf, after, 'CloseRefused', data, act).commit();
}

const leavesAnItem = 1_000;
/** Fee items whose money is told at one close, which bounds the transaction. */
const mostTold = 20;

/** What a day agrees with when it closes: the close of the day before, and the counts of its drawers. */
interface Agreed extends Found<readonly Entry[]> {
  readonly last: DayClose | undefined;
  readonly counted: DayClose['counted'];
}

async function seal(shut: LedgerState, agreed: Agreed, act: ActionContext): Promise<void> {
  const { estateId } = shut;
  const { check, transit, before, entries, last, counted } = agreed;
  const { day } = check;
  const previous = last?.seal?.seal ?? firstSeal;
  const sealed = sealDay({ estateId, day, previous }, entries);
  const sealing = (before?.sealings ?? 0) + 1;
  for (let nth = 0; nth * leavesAnItem < sealed.leaves.length; nth += 1) {
    const leaves = sealed.leaves.slice(nth * leavesAnItem, (nth + 1) * leavesAnItem);
    await new Transaction().put(sealedLeaves, { estateId, day, sealing, nth, leaves }).commit();
  }
  const knownBy = [last?.knownBy, ...entries.map(({ recordedAt }) => recordedAt)]
    .filter((at): at is string => at !== undefined)
    .sort(compareInstants)
    .at(-1);
  const balances = balancesAfter(last?.balances ?? {}, entries);
  const others = othersMoneyIn(balances);
  const cycleAgo = await get(closes, { estateId, day: addDays(day, -agencyCycleDays) });
  const held = heldMoneyOn({ balances, entries, yesterday: last?.held, cycleAgo: cycleAgo?.held });
  const record: DayClose = {
    estateId,
    day,
    state: 'closed',
    seal: sealed.seal,
    superseded: before?.superseded ?? [],
    sealings: sealing,
    entries: entries.length,
    balances,
    others,
    held,
    open: 0,
    ...storedTransit(transit),
    ...(knownBy !== undefined && { knownBy }),
    differences: [],
    gaps: [],
    drawers: [],
    counted: counted.slice(0, keptDifferences),
    at: act.recordedAt,
    by: act.actor.id,
    ...requestedIn(shut),
    version: (before?.version ?? 0) + 1,
  };
  const { closedThrough = day } = closeDay(shut, check, transit);
  const after = changeLedger(shut, { closedThrough, closing: undefined, asked: undefined }, act);
  const data = { day, entries: entries.length, seal: sealed.seal.seal };
  const transaction = new Transaction()
    .save(ledgerOf, after, shut)
    .save(closes, record, before)
    .record(ledgerOf, after, 'DayClosed', data, act);
  const { shortFen, moneyFen } = others;
  if (shortFen > 0) {
    const told = { day, shortFen, moneyFen, wasShortFen: last?.others?.shortFen ?? 0 };
    transaction.record(ledgerOf, after, 'OthersMoneyShort', told, act);
  }
  for (const { feeItemId, tooLongFen } of newlyTooLong(held, last?.held).slice(0, mostTold)) {
    transaction.record(ledgerOf, after, 'AgencyMoneyHeldTooLong', { day, feeItemId, fen: tooLongFen }, act);
  }
  await transaction.commit();
}

/**
 * Requests the reopening of the last closed day. A second person must approve.
 * @throws Problem `not-the-last-closed-day`.
 */
export function requestReopeningOf(
  before: LedgerState,
  day: string,
  { by, reason, act }: { by: string; reason: string; act: ActionContext },
): { after: LedgerState; transaction: Transaction } {
  const { asked } = requestReopening(before, day, { by, at: act.recordedAt, reason });
  const after = changeLedger(before, { asked }, act);
  const transaction = new Transaction()
    .save(ledgerOf, after, before)
    .record(ledgerOf, after, 'ReopeningAsked', { day }, { ...act, reason });
  return { after, transaction };
}

/**
 * Reopens the last closed day with the approval of a third person (D29, R20.2): neither who requested it, nor
 * who closed the day, nor who took cash on it. The close is kept as it was, with who reopened it and why.
 * @throws Problem `reopening-not-asked`, `second-person-needed`, `third-person-needed`,
 * `took-cash-that-day`, `day-being-closed`; at commit `month-exported`,
 * `billing-month-shut`.
 */
export async function reopen(
  before: LedgerState,
  by: string,
  act: ActionContext,
): Promise<{ after: LedgerState; transaction: Transaction }> {
  const { closedThrough = before.closedThrough } = approveReopening(before, by);
  const { estateId, closedThrough: day, asked } = before;
  const after = changeLedger(before, { closedThrough, asked: undefined }, act);
  const close = await get(closes, { estateId, day });
  if (close) assertThirdPerson(close, by);
  await assertTookNoCash(estateId, by, { from: day, to: day });
  const transaction = new Transaction().save(ledgerOf, after, before);
  if (close && asked) {
    const { seal: ended, ...rest } = close;
    const superseded = ended ? [...close.superseded, ended] : close.superseded;
    const reopened = { askedBy: asked.by, approvedBy: by, reason: asked.reason, at: act.recordedAt };
    transaction.put(replacedCloses, { ...close, reopened }, { text: 'attribute_not_exists(pk)' });
    transaction.save(closes, { ...rest, state: 'reopened', superseded, version: close.version + 1 }, close);
  }
  openDoors(transaction, estateId, day);
  const month = day.slice(0, 'YYYY-MM'.length);
  const notExported = { text: 'attribute_not_exists(pk)' };
  transaction.check(voucherBatches, { estateId, month }, notExported, () => exportedMonth(month));
  mustNotBeShut(transaction, estateId, [month]);
  transaction.record(ledgerOf, after, 'DayReopened', { day, askedBy: asked?.by ?? by }, act);
  return { after, transaction };
}
