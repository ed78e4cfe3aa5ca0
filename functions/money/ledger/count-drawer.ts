import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { account } from './account.ts';
import { mustBeOpen } from './close-day.ts';
import { type Drawer, drawerCounts, drawerDayIdOf, drawerDays, drawerHandovers, drawers } from './drawer.store.ts';
import { type cashSchema, type DrawerCount, type DrawerHandover, sumOfCash } from './drawer.ts';
import { depositDeadline } from './drawer-day.ts';
import { cashDifferenceEntry, drawerHandoverEntry } from './entry-builders.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { closedThroughNow, entryHeader, type LedgerState } from './ledger-state.ts';
import { openDifference } from './open-difference.ts';
import { postEntries } from './post-entries.ts';
import type { Entry } from './posting.ts';
import { readExpected } from './read-drawer.ts';

const absent = problemKind('count-needs-cashier', 403, {
  'zh-CN': '现金由 {cashierId} 保管，应由其本人盘点。其无法到场的，由经理盘点并在 reason 中说明。',
  'zh-TW': '現金由 {cashierId} 保管，應由其本人盤點。其無法到場的，由經理盤點並在 reason 中說明。',
  en: 'The drawer belongs to {cashierId}, who must count it. If they cannot come, a manager counts it and says why in reason.',
});
const ownWitness = problemKind('witness-is-counter', 409, {
  'zh-CN': '监盘人不能是盘点人，也不能是该现金的保管人。请由另一位同事监盘。',
  'zh-TW': '監盤人不能是盤點人，也不能是該現金的保管人。請由另一位同事監盤。',
  en: 'The witness is neither the person who counted nor the cashier of the drawer. Ask another colleague.',
});
const witnessed = problemKind('count-witnessed', 409, {
  'zh-CN': '该次盘点已由 {by} 监盘确认。',
  'zh-TW': '該次盤點已由 {by} 監盤確認。',
  en: '{by} has already witnessed this count. Count again if cash has moved since.',
});
const toYourself = problemKind('handover-to-yourself', 400, {
  'zh-CN': '不能交接给自己。请在 to 中填写接班收费员。',
  'zh-TW': '不能交接給自己。請在 to 中填寫接班收費員。',
  en: 'A drawer cannot be handed over to its own cashier. Name the next cashier in to.',
});
const notForYou = problemKind('handover-not-for-you', 403, {
  'zh-CN': '该交接须由接班收费员 {to} 清点确认。',
  'zh-TW': '該交接須由接班收費員 {to} 清點確認。',
  en: 'Only {to}, the next cashier, can count and accept this handover. Ask them to do it.',
});
const notOpen = problemKind('handover-not-open', 409, {
  'zh-CN': '该交接已完成、已过日或已被新的交接取代。请由交班收费员重新发起。',
  'zh-TW': '該交接已完成、已過日或已被新的交接取代。請由交班收費員重新發起。',
  en: 'This handover was accepted, is of another day, or was replaced. Ask the outgoing cashier to offer a new one.',
});
const notEmpty = problemKind('drawer-not-empty', 409, {
  'zh-CN': '您的现金尚有 {fen} 分。请先解缴银行或交接，再接收他人现金。',
  'zh-TW': '您的現金尚有 {fen} 分。請先解繳銀行或交接，再接收他人現金。',
  en: 'Your own drawer still has {fen} fen. Deposit it or hand it over before you accept another drawer.',
});

const openingIsToday = problemKind('opening-count-today', 400, {
  'zh-CN': '开箱盘点只能在当天进行。请去掉 day；补做以前日期的盘点请将 purpose 填为 closing。',
  'zh-TW': '開箱盤點只能在當天進行。請去掉 day；補做以前日期的盤點請將 purpose 填為 closing。',
  en: 'A drawer is opened for the present day only. Leave out day; for an earlier day use purpose closing.',
});

type Cash = z.output<typeof cashSchema>;

/** What a count or a handover needs: the ledger, the present day of the estate, and who acts. */
export interface Counting {
  readonly ledger: LedgerState;
  readonly today: string;
  readonly act: ActionContext;
}

/** Returns the drawer of a cashier and its next version. The save lets one person count at a time. */
async function nextDrawer(estateId: string, cashierId: string) {
  const before = await get(drawers, { estateId, cashierId });
  const after: Drawer = { ...(before ?? { estateId, cashierId }), version: (before?.version ?? 0) + 1 };
  return { before, after };
}

/** Returns a drawer with a count that is newer than its last one. */
function withCount(drawer: Drawer, { countId, day, at, by, leftFen }: DrawerCount): Drawer {
  const isNewer = drawer.lastCount === undefined || drawer.lastCount.day <= day;
  return isNewer ? { ...drawer, lastCount: { countId, day, at, by, leftFen } } : drawer;
}

/** Opens or closes the drawer of a day by a count. A count of a drawer that nobody opened closes nothing. */
async function countDay(
  transaction: Transaction,
  { estateId, cashierId, day, countId, purpose, at }: DrawerCount,
): Promise<void> {
  const drawerDayId = drawerDayIdOf(estateId, cashierId, day);
  const before = await get(drawerDays, { drawerDayId });
  const version = (before?.version ?? 0) + 1;
  if (purpose === 'opening') {
    const [policy, zone] = await Promise.all([ledgerPolicy.of(estateId), zoneOf(estateId)]);
    const lookAt = before?.lookAt ?? depositDeadline(day, policy.depositBy, zone);
    const opened = { countId, openedAt: at, lookAt, status: 'open' as const, closedAt: undefined };
    const ids = { drawerDayId, estateId, cashierId, day };
    transaction.save(drawerDays, { ...before, ...ids, ...opened, updatedAt: at, version }, before);
  } else if (before) {
    const closed = { status: 'closed' as const, closedAt: at };
    transaction.save(drawerDays, { ...before, ...closed, updatedAt: at, version }, before);
  }
}

/**
 * Records the count of a drawer. The difference is posted at once (R20.5). The cashier counts; a manager may
 * count the drawer of an absent cashier and says why.
 * @throws Problem count-needs-cashier, opening-count-today, period-closed.
 */
export async function countDrawer(
  countId: string,
  input: {
    cashierId: string;
    day: string;
    purpose: 'opening' | 'closing';
    cash: Cash;
    reason?: string | undefined;
  },
  { ledger, today, act, mayStandIn }: Counting & { readonly mayStandIn: boolean },
): Promise<{ after: DrawerCount; transaction: Transaction }> {
  const { cashierId, day, purpose, cash, reason } = input;
  const { estateId } = ledger;
  const { recordedAt: at, actor } = act;
  if (actor.id !== cashierId && !(mayStandIn && reason !== undefined)) throw new Problem(absent, { cashierId });
  if (purpose === 'opening' && day !== today) throw new Problem(openingIsToday);
  mustBeOpen(day, closedThroughNow(ledger));
  const drawer = await nextDrawer(estateId, cashierId);
  const expected = await readExpected(estateId, cashierId, day);
  const countedFen = sumOfCash(cash);
  const differenceFen = countedFen - expected.fen;
  const transaction = new Transaction();
  const posted: Entry[] = [];
  if (differenceFen !== 0) {
    const said = { recordedAt: at, reference: countId, description: `count of ${cashierId}` };
    const head = entryHeader(ledger, { cause: ['cash-difference', countId], occurredOn: day, ...said });
    posted.push(cashDifferenceEntry(head, { drawer: account.cash(cashierId), fen: differenceFen }));
  }
  const entryId = posted[0]?.entryId;
  const after: DrawerCount = {
    countId,
    estateId,
    cashierId,
    day,
    purpose,
    cash,
    countedFen,
    expected,
    differenceFen,
    leftFen: countedFen,
    ...(entryId !== undefined && { entryId }),
    by: actor.id,
    at,
    ...(reason !== undefined && { reason }),
    version: 1,
  };
  const counted = withCount(drawer.after, after);
  transaction
    .save(drawers, counted, drawer.before)
    .save(drawerCounts, after)
    .record(drawers, counted, 'DrawerCounted', { countId, cashierId, day, countedFen, differenceFen }, act);
  await countDay(transaction, after);
  if (entryId !== undefined) {
    const since = drawer.before?.lastCount;
    const difference = { differenceId: countId, estateId, cashierId, day, fen: differenceFen, entryId };
    await openDifference(transaction, { ...difference, ...(since && { since }) }, { at });
  }
  postEntries(transaction, ledger, posted, [], act, day === today ? at : undefined);
  return { after, transaction };
}

/**
 * Signs a count as its witness (R20.2).
 * @throws Problem witness-is-counter, count-witnessed.
 */
export async function witnessCount(
  count: DrawerCount,
  act: ActionContext,
): Promise<{ after: DrawerCount; transaction: Transaction }> {
  const { estateId, cashierId, countId, day } = count;
  const by = act.actor.id;
  if (by === count.by || by === cashierId) throw new Problem(ownWitness);
  if (count.witness) throw new Problem(witnessed, { by: count.witness.by });
  const after = { ...count, witness: { by, at: act.recordedAt }, version: count.version + 1 };
  const drawer = await nextDrawer(estateId, cashierId);
  const transaction = new Transaction()
    .save(drawers, drawer.after, drawer.before)
    .save(drawerCounts, after, count)
    .record(drawers, drawer.after, 'DrawerCountWitnessed', { countId, cashierId, day }, act);
  return { after, transaction };
}

/**
 * Offers a drawer to the next cashier with the count of the outgoing one (R20.6). A new offer replaces the
 * one before.
 * @throws Problem handover-to-yourself.
 */
export async function offerDrawer(
  offer: Pick<DrawerHandover, 'handoverId' | 'to' | 'slips' | 'cheques' | 'blankReceipts'> & { cash: Cash },
  { ledger: { estateId }, today: day, act }: Counting,
): Promise<{ after: DrawerHandover; transaction: Transaction }> {
  const from = act.actor.id;
  const { cash, ...listed } = offer;
  const { handoverId, to } = listed;
  if (to === from) throw new Problem(toYourself);
  const drawer = await nextDrawer(estateId, from);
  const at = act.recordedAt;
  const after: DrawerHandover = {
    ...listed,
    estateId,
    from,
    day,
    status: 'offered',
    offeredFen: sumOfCash(cash),
    offeredAt: at,
    updatedAt: at,
    version: 1,
  };
  const offered = { ...drawer.after, handoverId };
  const transaction = new Transaction()
    .save(drawers, offered, drawer.before)
    .save(drawerHandovers, after)
    .record(drawers, offered, 'DrawerOffered', { handoverId, from, to, day }, act);
  return { after, transaction };
}

/** Returns a handover as one person may see it. The next cashier counts before they see the other count. */
export function handoverFor(handover: DrawerHandover, personId: string): DrawerHandover {
  const { offeredFen, ...rest } = handover;
  return handover.status === 'offered' && personId === handover.to ? rest : handover;
}

/**
 * Accepts a drawer with the count of the incoming cashier: the closing of the one is the opening of the
 * other. What is missing or too much stays with the outgoing cashier (R20.6).
 * @throws Problem handover-not-for-you, handover-not-open, drawer-not-empty.
 */
export async function acceptDrawer(
  handover: DrawerHandover,
  cash: Cash,
  { ledger, today, act }: Counting,
): Promise<{ after: DrawerHandover; transaction: Transaction }> {
  const { estateId, handoverId, from, to, day } = handover;
  if (act.actor.id !== to) throw new Problem(notForYou, { to });
  const [giving, taking] = await Promise.all([nextDrawer(estateId, from), nextDrawer(estateId, to)]);
  if (handover.status !== 'offered' || day !== today || giving.before?.handoverId !== handoverId)
    throw new Problem(notOpen);
  const [expected, own] = await Promise.all([readExpected(estateId, from, day), readExpected(estateId, to, day)]);
  if (own.fen !== 0) throw new Problem(notEmpty, { fen: own.fen });
  const at = act.recordedAt;
  const acceptedFen = sumOfCash(cash);
  const differenceFen = acceptedFen - expected.fen;
  const posted: Entry[] = [];
  if (expected.fen !== 0 || acceptedFen !== 0) {
    const said = { recordedAt: at, reference: handoverId, description: `handover of ${from} to ${to}` };
    const head = entryHeader(ledger, { cause: ['drawer-handover', handoverId], occurredOn: day, ...said });
    const drawersOf = { from: account.cash(from), to: account.cash(to) };
    posted.push(drawerHandoverEntry(head, { ...drawersOf, expectedFen: expected.fen, acceptedFen }));
  }
  const entryId = posted[0]?.entryId;
  const after: DrawerHandover = {
    ...handover,
    status: 'accepted',
    acceptedFen,
    acceptedAt: at,
    expectedFen: expected.fen,
    differenceFen,
    ...(entryId !== undefined && { entryId }),
    updatedAt: at,
    version: handover.version + 1,
  };
  const counted = { estateId, day, cash, countedFen: acceptedFen, at, version: 1, ...(entryId && { entryId }) };
  const closing: DrawerCount = {
    ...counted,
    countId: `${handoverId}_out`,
    cashierId: from,
    purpose: 'handover',
    expected,
    differenceFen,
    leftFen: 0,
    by: from,
    witness: { by: to, at },
  };
  const opening: DrawerCount = {
    ...counted,
    countId: `${handoverId}_in`,
    cashierId: to,
    purpose: 'opening',
    expected: { ...own, fen: acceptedFen },
    differenceFen: 0,
    leftFen: acceptedFen,
    by: to,
    witness: { by: from, at: handover.offeredAt },
  };
  const { handoverId: _, ...giver } = giving.after;
  const given = withCount(giver, closing);
  const transaction = new Transaction()
    .save(drawers, given, giving.before)
    .save(drawers, withCount(taking.after, opening), taking.before)
    .save(drawerHandovers, after, handover)
    .save(drawerCounts, closing)
    .save(drawerCounts, opening)
    .record(drawers, given, 'DrawerHandedOver', { handoverId, from, to, acceptedFen, differenceFen }, act);
  await countDay(transaction, closing);
  await countDay(transaction, opening);
  if (entryId !== undefined) {
    const since = giving.before?.lastCount;
    const difference = { differenceId: handoverId, estateId, cashierId: from, day, fen: differenceFen, entryId };
    await openDifference(transaction, { ...difference, ...(since && { since }) }, { at });
  }
  postEntries(transaction, ledger, posted, [], act, at);
  return { after, transaction };
}
