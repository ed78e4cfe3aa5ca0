import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { everyPage, get } from '../../../shared/store/table.ts';
import { accountOf, isMoney } from './account.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { hands, type MoneyAt, type MoneyMove, moneyAt, moneyMoves, movesAfter } from './money.store.ts';
import { assertThere, laterWith, mostLaterMoves, orderOf } from './money-on-hand.ts';
import { type Entry, movedBy, sumFen } from './posting.ts';

/** The movements of entries on one money account, each with its order. */
interface Moved {
  readonly estateId: string;
  readonly account: string;
  readonly moves: readonly { readonly entryId: string; readonly order: string; readonly fen: number }[];
}

function movedAt(entries: readonly Entry[], at: string | undefined): Moved[] {
  const all = entries.flatMap((entry) => {
    const { estateId, entryId, postedOn: day, occurredOn } = entry;
    const moneyAccounts = new Set(entry.postings.map((posting) => posting.account).filter(isMoney));
    // A late entry counts on its ledger day, without an instant.
    const instant = occurredOn === day ? at : undefined;
    return [...moneyAccounts].flatMap((account) => {
      const fen = movedBy(entry, account);
      return fen === 0 ? [] : [{ estateId, account, entryId, fen, order: orderOf({ day, at: instant, fen }) }];
    });
  });
  const byMoneyAccount = Map.groupBy(all, ({ account }) => account);
  return [...byMoneyAccount].map(([account, moves]) => ({ estateId: moves[0]?.estateId ?? '', account, moves }));
}

/**
 * Adds the movements on money accounts to a transaction. Money that leaves must be there, at its instant and
 * at every later posted instant (R20.3). This is read at commit.
 * `at` is the instant of the movements where known.
 * @throws at commit Problem money-not-there, move-too-far-back; VersionConflict when money left the account
 * meanwhile.
 */
export function moveMoney(
  transaction: Transaction,
  entries: readonly Entry[],
  { act, at }: { act: ActionContext; at?: string | undefined },
): void {
  for (const moved of movedAt(entries, at)) {
    const fen = sumFen(moved.moves.map((move) => move.fen));
    const { estateId, account } = moved;
    for (const move of moved.moves) transaction.put(moneyMoves, { estateId, account, ...move });
    if (moved.moves.some((move) => move.fen < 0)) transaction.beforeCommit((committed) => takeOut(committed, moved));
    else addTo(transaction, { estateId, account, fen, outs: 0 });
  }
  if (act.actor.kind !== 'staff') return;
  const touched = new Map(
    entries.flatMap((entry) =>
      entry.postings.flatMap(({ account }) => {
        const { kind } = accountOf(account);
        if (kind !== 'bank' && kind !== 'channel') return [];
        const one = { estateId: entry.estateId, account, day: entry.occurredOn, personId: act.actor.id };
        return [[`${one.account} ${one.day}`, one] as const];
      }),
    ),
  );
  for (const one of touched.values()) transaction.put(hands, one);
}

function addTo(
  transaction: Transaction,
  { estateId, account, fen, outs }: MoneyAt,
  condition?: { text: string; values?: Record<string, unknown> },
): void {
  transaction.update(
    moneyAt,
    { estateId, account },
    {
      text: 'SET #type = :type, estateId = :estate, account = :account ADD fen :fen, outs :outs',
      names: { '#type': 'type' },
      values: { ':type': moneyAt.type, ':estate': estateId, ':account': account, ':fen': fen, ':outs': outs },
    },
    condition,
    () => new VersionConflict(`money left ${account} meanwhile`),
  );
}

async function takeOut(transaction: Transaction, moved: Moved): Promise<void> {
  const { estateId, account, moves } = moved;
  const outs = moves.filter(({ fen }) => fen < 0);
  const [order = ''] = outs.map((move) => move.order).sort();
  // Read the total first: money that arrives between the two reads makes the result too low, never too high.
  const head = await get(moneyAt, { estateId, account });
  const [later, floorFen] = await Promise.all([
    head ? movesSince({ estateId, account }, order) : [],
    overdraftOf(estateId, account),
  ]);
  const outFen = -sumFen(outs.filter((move) => move.order === order).map(({ fen }) => fen));
  const fen = sumFen(moves.map((move) => move.fen));
  // Check the first withdrawal with all other movements of the transaction applied.
  const totalFen = (head?.fen ?? 0) + fen + outFen;
  assertThere({ moneyAccount: account, outFen, totalFen, later: laterWith(order, later, moves), floorFen });
  const asRead = head ? { text: 'outs = :seen', values: { ':seen': head.outs } } : { text: 'attribute_not_exists(pk)' };
  addTo(transaction, { estateId, account, fen, outs: 1 }, asRead);
}

/**
 * Lists the movements of an account after an order, latest first; at least one more than `mostLaterMoves`
 * when there are so many.
 */
async function movesSince(of: { estateId: string; account: string }, order: string): Promise<MoneyMove[]> {
  const { pk: partition } = moneyAt.key(of);
  const all: MoneyMove[] = [];
  const listing = { partition, sort: movesAfter(order), descending: true, limit: 1_000 };
  for await (const page of everyPage(moneyMoves, listing)) {
    all.push(...page);
    if (all.length > mostLaterMoves) break;
  }
  return all;
}

async function overdraftOf(estateId: string, account: string): Promise<number> {
  const { kind, ids } = accountOf(account);
  if (kind !== 'bank') return 0;
  const { overdrafts } = await ledgerPolicy.of(estateId);
  return overdrafts.find(({ bankAccountId }) => bankAccountId === ids[0])?.fen ?? 0;
}
