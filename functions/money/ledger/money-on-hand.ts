import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';

/*
 * A money account (cash, channel, bank) never goes below zero (a bank: below its agreed overdraft), at the
 * instant of a movement and at every later posted instant (R20.3).
 */

/** The most later movements that are read when money leaves an account in the past. */
export const mostLaterMoves = 2_000;

const notThere = problemKind('money-not-there', 409, {
  'zh-CN':
    '{moneyAccount} 在该时刻或之后最少只有 {left} 分，无法付出 {fen} 分。请先登记已收到的款项，或改从其他账户付款。',
  'zh-TW':
    '{moneyAccount} 在該時刻或之後最少只有 {left} 分，無法付出 {fen} 分。請先登錄已收到的款項，或改從其他帳戶付款。',
  en: '{moneyAccount} has only {left} fen at that instant or later, so {fen} fen cannot leave it. Record the money received first, or pay from another account.',
});
const tooFarBack = problemKind('move-too-far-back', 409, {
  'zh-CN': '{moneyAccount} 在该时刻之后已有超过 {most} 笔收付，不能再倒填付款。请按今天的日期登记。',
  'zh-TW': '{moneyAccount} 在該時刻之後已有超過 {most} 筆收付，不能再倒填付款。請按今天的日期登錄。',
  en: "{moneyAccount} has more than {most} later movements, so a payment cannot be dated so far back. Record it with today's date.",
});

/**
 * Returns the order of a movement within its account: by ledger day, then by instant where known.
 * On a day without instants, money in counts from the start of the day and money out at its end.
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

/**
 * Returns the lowest balance from an instant on, fen.
 * `totalFen` is the balance after all movements; `later` are the movements after the instant, latest first.
 */
export function lowestFrom(totalFen: number, later: readonly number[]): number {
  let balance = totalFen;
  let lowest = totalFen;
  for (const fen of later) {
    balance -= fen;
    lowest = Math.min(lowest, balance);
  }
  return lowest;
}

/**
 * Rejects a withdrawal of `outFen` that the account cannot cover at its instant or later (R20.3). `totalFen`
 * is the balance without it, `later` the movements after it (latest first), `floorFen` the permitted
 * overdraft; all fen.
 * @throws Problem money-not-there, move-too-far-back.
 */
export function assertThere(of: {
  readonly moneyAccount: string;
  readonly outFen: number;
  readonly totalFen: number;
  readonly later: readonly number[];
  readonly floorFen: number;
}): void {
  const { moneyAccount, outFen, totalFen, later, floorFen } = of;
  if (later.length > mostLaterMoves) throw new Problem(tooFarBack, { moneyAccount, most: mostLaterMoves });
  const left = lowestFrom(totalFen, later) + floorFen;
  if (outFen <= left) return;
  const leftFen = Math.max(0, left);
  throw new Problem(
    notThere,
    { moneyAccount, left: leftFen, fen: outFen },
    { more: { account: moneyAccount, leftFen } },
  );
}

/**
 * Returns the later movements of an account, latest first, merged with those posted together. `order` is that
 * of the first withdrawal.
 */
export function laterWith(
  order: string,
  later: readonly { readonly order: string; readonly fen: number }[],
  together: readonly { readonly order: string; readonly fen: number }[],
): number[] {
  const after = [...later, ...together.filter((move) => move.order > order)];
  return after.sort((a, b) => (a.order > b.order ? -1 : a.order < b.order ? 1 : a.fen - b.fen)).map(({ fen }) => fen);
}

/** Returns the balance after each movement, in the order of the account. */
export function balancesInOrder(moves: readonly { readonly order: string; readonly fen: number }[]): number[] {
  let balance = 0;
  return [...moves]
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : b.fen - a.fen))
    .map(({ fen }) => {
      balance += fen;
      return balance;
    });
}
