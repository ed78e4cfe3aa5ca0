import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';

/*
 * Money at a place (cash of a cashier, channel, bank) never goes below zero, at its instant and at every later instant
 * that is booked already (R20.3).
 */

/** So many later moves are looked at when money leaves a place in the past. */
export const mostLaterMoves = 2_000;

const notThere = problemKind('money-not-there', 409, {
  'zh-CN': '{place} 在该时刻或之后最少只有 {left} 分，无法付出 {fen} 分。请先登记已收到的款项，或改从其他账户付款。',
  'zh-TW': '{place} 在該時刻或之後最少只有 {left} 分，無法付出 {fen} 分。請先登錄已收到的款項，或改從其他帳戶付款。',
  en: '{place} has only {left} fen at that instant or at a later one, so {fen} fen cannot leave it. Enter the money that came in first, or pay from another account.',
});
const tooFarBack = problemKind('move-too-far-back', 409, {
  'zh-CN': '{place} 在该时刻之后已有超过 {most} 笔收付，不能再倒填付款。请按今天的日期登记。',
  'zh-TW': '{place} 在該時刻之後已有超過 {most} 筆收付，不能再倒填付款。請按今天的日期登錄。',
  en: '{place} has more than {most} later moves, so no money can leave it so far back. Enter it with the date of today.',
});

/**
 * Returns where a move stands in the order of a place: by the day of the books, then by the instant where it is known.
 * Of a day without an instant, money in counts from its beginning and money out at its end.
 */
export function orderOf(move: {
  readonly day: string;
  readonly at?: string | undefined;
  readonly fen: number;
}): string {
  const { day, at, fen } = move;
  if (at === undefined) return `${day}#${fen < 0 ? '~' : ''}`;
  return `${day}#${toInstant(at).toString({ smallestUnit: 'microsecond' })}`;
}

/** Returns the lowest balance from an instant on, fen. `totalFen` is the balance after all moves, `later` are those after the instant, latest first. */
export function lowestFrom(totalFen: number, later: readonly number[]): number {
  let balance = totalFen;
  let lowest = totalFen;
  for (const fen of later) {
    balance -= fen;
    lowest = Math.min(lowest, balance);
  }
  return lowest;
}

/** Rejects money that leaves a place without being there (R20.3). `floorFen` is how far the place may go below zero. @throws Problem money-not-there, move-too-far-back. */
export function assertThere(of: {
  readonly place: string;
  readonly outFen: number;
  readonly totalFen: number;
  readonly later: readonly number[];
  readonly floorFen: number;
}): void {
  const { place, outFen, totalFen, later, floorFen } = of;
  if (later.length > mostLaterMoves) throw new Problem(tooFarBack, { place, most: mostLaterMoves });
  const left = lowestFrom(totalFen, later) + floorFen;
  if (outFen <= left) return;
  const leftFen = Math.max(0, left);
  throw new Problem(notThere, { place, left: leftFen, fen: outFen }, { more: { account: place, leftFen } });
}

/** Returns the later moves of a place, latest first, with those that are booked together beside them; `order` is that of the first that leaves. */
export function laterWith(
  order: string,
  later: readonly { readonly order: string; readonly fen: number }[],
  together: readonly { readonly order: string; readonly fen: number }[],
): number[] {
  const after = [...later, ...together.filter((move) => move.order > order)];
  return after.sort((a, b) => (a.order > b.order ? -1 : a.order < b.order ? 1 : a.fen - b.fen)).map(({ fen }) => fen);
}

/** Returns the balances after each move, in the order of the place. */
export function balancesInOrder(moves: readonly { readonly order: string; readonly fen: number }[]): number[] {
  let balance = 0;
  return [...moves]
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : b.fen - a.fen))
    .map(({ fen }) => {
      balance += fen;
      return balance;
    });
}
