import type { MoneyLife } from '../whole-life.ts';

/** A household's life with the books: entries, statements, closes, proofs. */
export const ledgerLife: MoneyLife = async () => ({});
