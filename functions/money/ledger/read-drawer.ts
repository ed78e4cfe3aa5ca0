import { addDays } from '../../../shared/kernel/periods.ts';
import { everyItem, get, getMany } from '../../../shared/store/table.ts';
import { account } from './account.ts';
import { type ExpectedCash, expectedCash } from './drawer.ts';
import type { CashAround } from './drawer-day.ts';
import { entries as entriesOf } from './ledger.store.ts';
import { type MoneyMove, moneyAt, moneyMoves } from './money.store.ts';
import { sumFen } from './posting.ts';

/** Reads the cash of a drawer at the end of a day, and its movements of the day and after it. */
async function readMoves(
  estateId: string,
  cashierId: string,
  day: string,
): Promise<{ endFen: number; ofDay: MoneyMove[]; later: MoneyMove[] }> {
  const of = { estateId, account: account.cash(cashierId) };
  const head = await get(moneyAt, of);
  if (!head) return { endFen: 0, ofDay: [], later: [] };
  const { pk: partition } = moneyAt.key(of);
  const since = everyItem(moneyMoves, { partition, sort: { from: `MOVE#${day}`, to: 'MOVE#~' }, limit: 1_000 });
  const moves = await Array.fromAsync(since);
  const isOfDay = ({ order }: MoneyMove) => order < addDays(day, 1);
  const later = moves.filter((move) => !isOfDay(move));
  return { endFen: head.fen - sumFen(later.map(({ fen }) => fen)), ofDay: moves.filter(isOfDay), later };
}

/** Reads the cash of a drawer around a day, for what of its takings is left (`takingsLeft`). */
export async function readCashAround(estateId: string, cashierId: string, day: string): Promise<CashAround> {
  const { endFen, ofDay, later } = await readMoves(estateId, cashierId, day);
  return { endFen, ofDay: ofDay.map(({ fen }) => fen), later: later.map(({ fen }) => fen) };
}

/** Reads the cash of a drawer now, fen. */
export async function readCash(estateId: string, cashierId: string): Promise<number> {
  return (await get(moneyAt, { estateId, account: account.cash(cashierId) }))?.fen ?? 0;
}

/** Reads what should be in a drawer at the end of a day, with the movements of the day (R20.5). */
export async function readExpected(estateId: string, cashierId: string, day: string): Promise<ExpectedCash> {
  const { endFen, ofDay } = await readMoves(estateId, cashierId, day);
  const out = ofDay.filter(({ fen }) => fen < 0).map(({ entryId }) => ({ estateId, entryId }));
  const deposits = new Set(
    (await getMany(entriesOf, out)).filter(({ entry }) => entry.kind === 'settlement').map(({ entryId }) => entryId),
  );
  const openingFen = endFen - sumFen(ofDay.map(({ fen }) => fen));
  return expectedCash(
    openingFen,
    ofDay.map(({ fen, entryId }) => ({ fen, isDeposit: deposits.has(entryId) })),
  );
}
