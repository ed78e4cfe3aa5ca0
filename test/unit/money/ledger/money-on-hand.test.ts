import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertThere,
  balancesInOrder,
  laterWith,
  lowestFrom,
  mostLaterMoves,
  orderOf,
} from '../../../../functions/money/ledger/money-on-hand.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';

interface Move {
  readonly order: string;
  readonly fen: number;
}
const day = '2026-11-27';
const atTime = (time: string, fen: number): Move => ({ order: orderOf({ day, at: `${day}T${time}:00Z`, fen }), fen });

/** Returns the movements of an account after one more, checked as at booking. Throws for rejected money. */
function withMove(moves: readonly Move[], move: Move, floorFen = 0): readonly Move[] {
  if (move.fen < 0) {
    const after = moves.filter(({ order }) => order > move.order);
    const totalFen = moves.reduce((sum, { fen }) => sum + fen, 0);
    const later = laterWith(move.order, after, []);
    assertThere({ moneyAccount: 'assets:cash:li', outFen: -move.fen, totalFen, later, floorFen });
  }
  return [...moves, move];
}
const holding = (...moves: readonly Move[]) =>
  moves.reduce<readonly Move[]>((moneyAccount, move) => withMove(moneyAccount, move), []);

describe('R20.3 money that leaves a drawer or a channel must be there', () => {
  test('a drawer of 221.24 cannot deposit 99,999.00', () => {
    expect(() => holding(atTime('10:00', 22_124), atTime('11:00', -9_999_900))).toThrow('money-not-there');
    expect(holding(atTime('10:00', 22_124), atTime('11:00', -22_124))).toHaveLength(2);
  });

  test('a drawer of 0.00 cannot pay a refund', () => {
    expect(() => holding(atTime('10:00', -20_000))).toThrow('money-not-there');
  });

  test('with 100.00 in at 10:00 and 100.00 out at 11:00, nothing can leave at 10:30, and the error says 0 fen are left', () => {
    const moneyAccount = holding(atTime('10:00', 10_000), atTime('11:00', -10_000));
    expect(() => withMove(moneyAccount, atTime('10:30', -5_000))).toThrow('money-not-there');
    try {
      withMove(moneyAccount, atTime('10:30', -5_000));
    } catch (error) {
      expect(error).toMatchObject({ more: { leftFen: 0 } });
    }
    // Money that arrives at 10:15 can leave at 10:30.
    expect(withMove(withMove(moneyAccount, atTime('10:15', 5_000)), atTime('10:30', -5_000))).toHaveLength(4);
  });

  test('a channel that took 300.00 cannot pay out 900.00', () => {
    expect(() => holding(atTime('10:00', 30_000), atTime('23:00', -90_000))).toThrow('money-not-there');
  });

  test('money cannot leave before it came', () => {
    expect(() => holding(atTime('10:00', 10_000), atTime('09:59', -1))).toThrow('money-not-there');
    expect(holding(atTime('10:00', 10_000), atTime('10:00', -10_000))).toHaveLength(2);
  });

  test('a bank account can go below zero up to its overdraft, and no fen further', () => {
    expect(withMove([], atTime('10:00', -5_000), 5_000)).toHaveLength(1);
    expect(() => withMove([], atTime('10:00', -5_001), 5_000)).toThrow('money-not-there');
  });

  test('on a day without an instant, money comes at its start and leaves at its end', () => {
    const said = (fen: number): Move => ({ order: orderOf({ day, fen }), fen });
    expect(holding(said(100), atTime('00:01', -100))).toHaveLength(2);
    expect(holding(atTime('23:59', 100), said(-100))).toHaveLength(2);
    expect(() => holding(atTime('10:00', 100), atTime('11:00', -100), said(-1))).toThrow('money-not-there');
    const tomorrow = { order: orderOf({ day: '2026-11-28', at: '2026-11-28T08:00:00Z', fen: 100 }), fen: 100 };
    expect(() => holding(tomorrow, said(-100))).toThrow('money-not-there');
  });

  test('instants with any number of digits sort correctly', () => {
    const orders = ['08:00:00Z', '08:00:00.1Z', '08:00:00.12Z', '08:00:00.123456Z', '08:00:01Z'].map((time) =>
      orderOf({ day, at: `${day}T${time}`, fen: 1 }),
    );
    expect(orders.toSorted()).toEqual(orders);
  });

  test('money cannot leave so far back that more later movements follow than are read', () => {
    const later = Array.from({ length: mostLaterMoves + 1 }, () => 1);
    const out = { moneyAccount: 'assets:channel:wechat', outFen: 1, totalFen: 9_999, floorFen: 0 };
    expect(() => assertThere({ ...out, later })).toThrow('move-too-far-back');
    expect(() => assertThere({ ...out, later: later.slice(1) })).not.toThrow();
  });

  test('money moved to a later day cannot undercut a payment made in between', () => {
    // 100.00 in at 10:00, 100.00 out at 11:00. The first is reversed at 10:00 and posted again at 12:00.
    const [out, again] = [atTime('10:00', -10_000), atTime('12:00', 10_000)];
    const later = [atTime('11:00', -10_000)];
    const at = (moves: readonly Move[]) => laterWith(out.order, moves, [out, again]);
    const moneyAccount = { moneyAccount: 'assets:cash:li', outFen: 10_000, floorFen: 0 };
    expect(() => assertThere({ ...moneyAccount, totalFen: 10_000, later: at(later) })).toThrow('money-not-there');
    expect(() => assertThere({ ...moneyAccount, totalFen: 20_000, later: at([]) })).not.toThrow();
  });

  test('the lowest balance covers every later instant', () => {
    // 0 -> 100 | -> 40 -> 90 -> 10 -> 60
    expect(lowestFrom(60, [50, -80, 50, -60])).toBe(10);
    expect(lowestFrom(60, [])).toBe(60);
  });

  test('any sequence of movements, in any order and backdated, keeps a drawer at zero or above at every instant; only movements that would break this are rejected', () => {
    const times = fc.integer({ min: 0, max: 30 });
    const moves = fc.array(
      fc.record({
        days: fc.integer({ min: 0, max: 3 }),
        minute: fc.option(times, { nil: undefined }),
        fen: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: -200, max: -1 })),
      }),
      { minLength: 1, maxLength: 40 },
    );
    let refused = 0;
    fc.assert(
      fc.property(moves, (tried) => {
        let posted: readonly Move[] = [];
        for (const { days, minute, fen } of tried) {
          const on = `2026-11-2${days}`;
          const at = minute === undefined ? undefined : `${on}T08:${String(minute).padStart(2, '0')}:00Z`;
          const move = { order: orderOf({ day: on, at, fen }), fen };
          const lowest = Math.min(0, ...balancesInOrder([...posted, move]));
          let taken = true;
          try {
            posted = withMove(posted, move);
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            taken = false;
            refused += 1;
          }
          // The oracle sorts all moves and adds them up.
          expect(taken).toBe(lowest >= 0);
        }
        expect(Math.min(0, ...balancesInOrder(posted))).toBe(0);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});
