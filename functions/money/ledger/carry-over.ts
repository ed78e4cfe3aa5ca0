import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { get, getMany, list } from '../../../shared/store/table.ts';
import { account } from './account.ts';
import { entries as entriesOf, ledgerLists, ledger as ledgerOf } from './ledger.store.ts';
import { entryHeader, type LedgerState } from './ledger-state.ts';
import { openingEntry } from './opening-entry.ts';
import type { Entry } from './posting.ts';
import { openSlips, settlements } from './settlement.store.ts';

/*
 * What the ledger needs when an estate comes from another system (期初, R30): it begins on the last day before
 * the cut-over, once, and no day closes before all opening balances are posted.
 */

const openedAlready = problemKind('opening-posted-already', 409, {
  'zh-CN': '本小区的期初余额已入账，只能入账一次。如有差错，请办理更正。',
  'zh-TW': '本社區的期初餘額已入帳，只能入帳一次。如有差錯，請辦理更正。',
  en: 'The opening balances of this estate are posted already, and they are posted only once. Correct a mistake by a correction.',
});
const inUse = problemKind('ledger-in-use', 409, {
  'zh-CN': '本小区在切换日 {on} 或之前已有账目，或已办理日结，不能再记期初。请重新开启该日，或改用较晚的切换日。',
  'zh-TW': '本社區在切換日 {on} 或之前已有帳目，或已辦理日結，不能再記期初。請重新開啟該日，或改用較晚的切換日。',
  en: 'The ledger has entries on or before {on}, or a closed day, so no opening can be posted there. Reopen the day, or choose a later cut-over.',
});

/** Returns the last day before the cut-over of an estate; undefined for one that began here. */
export async function cutOverOf(estateId: string): Promise<string | undefined> {
  return (await get(ledgerOf, { estateId }))?.cutOver?.on;
}

/**
 * Begins the ledger of an estate with the last day before its cut-over (R30.1), and adds it to the
 * transaction. Money of later days may be there already, but no closed day.
 * @throws Problem `opening-posted-already`, `ledger-in-use`; VersionConflict at commit.
 */
export async function beginOpening(
  transaction: Transaction,
  of: { estateId: string; on: string; openingId: string; hasNumbers: boolean },
  act: ActionContext,
): Promise<void> {
  const { estateId, on, openingId, hasNumbers } = of;
  const before = await get(ledgerOf, { estateId });
  if (before?.cutOver) throw new Problem(openedAlready);
  if (before && (before.closing !== undefined || before.closedThrough >= before.openedOn)) {
    throw new Problem(inUse, { on });
  }
  for (let month = on.slice(0, 7); before && month >= before.openedOn.slice(0, 7); month = monthBefore(month)) {
    const partition = ledgerLists.entries(estateId, month);
    const { items } = await list(entriesOf, { index: 'lists', partition, limit: 1 });
    if (items.some(({ entry }) => entry.postedOn <= on)) throw new Problem(inUse, { on });
  }
  const after: LedgerState = {
    ...before,
    estateId,
    openedOn: on,
    closedThrough: addDays(on, -1),
    cutOver: { on, openingId, loaded: false, ...(hasNumbers && { hasNumbers }) },
    updatedAt: act.recordedAt,
    version: (before?.version ?? 0) + 1,
  };
  transaction.save(ledgerOf, after, before);
  if (!before) transaction.record(ledgerOf, after, 'BooksOpened', { from: on }, act);
}

function monthBefore(month: string): string {
  return addDays(`${month}-01`, -1).slice(0, 7);
}

/** Records that all opening balances are posted. From then on days may close. */
export async function endOpening(transaction: Transaction, estateId: string, act: ActionContext): Promise<void> {
  const before = await get(ledgerOf, { estateId });
  if (!before?.cutOver || before.cutOver.loaded) return;
  const cutOver = { ...before.cutOver, loaded: true };
  const after: LedgerState = { ...before, cutOver, updatedAt: act.recordedAt, version: before.version + 1 };
  transaction.save(ledgerOf, after, before);
}

/** Returns the ids among `entryIds` that the ledger has already. */
export async function knownEntries(estateId: string, entryIds: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = entryIds.map((entryId) => ({ estateId, entryId }));
  return new Set((await getMany(entriesOf, ids, { consistent: true })).map(({ entryId }) => entryId));
}

/**
 * Adds a deposit slip whose money was in transit at the cut-over (R20.7), so that a bank line can confirm it.
 * Returns its entry. Amounts in fen.
 */
export function carrySlip(
  transaction: Transaction,
  ledger: LedgerState,
  slip: { from: string; bankAccountId: string; fen: number; reference: string; occurredOn: string },
  { on, act }: { on: string; act: ActionContext },
): Entry {
  const { estateId } = ledger;
  const { from, bankAccountId, fen, reference, occurredOn } = slip;
  const to = account.bank(bankAccountId);
  const head = entryHeader(ledger, {
    cause: ['opening-slip', from, to, reference],
    occurredOn: on,
    recordedAt: act.recordedAt,
    reference,
    description: reference,
  });
  const { entryId, postedOn } = head;
  const by = act.actor.id;
  transaction
    .save(settlements, { estateId, from, to, reference, fen, feeFen: 0, entryId, by, occurredOn, postedOn, version: 1 })
    .put(openSlips, { estateId, from, to, reference, fen, occurredOn, postedOn, by });
  return openingEntry(head, [{ account: account.transit(bankAccountId), fen }]);
}
