/** The notes and coins of the yuan, in fen. */
const denominations = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1] as const;

/** Returns an amount (fen) as the fewest notes and coins. */
export function cashOf(fen: number): { denominationFen: (typeof denominations)[number]; pieces: number }[] {
  let rest = fen;
  return denominations.flatMap((denominationFen) => {
    const pieces = Math.floor(rest / denominationFen);
    rest -= pieces * denominationFen;
    return pieces === 0 ? [] : [{ denominationFen, pieces }];
  });
}
