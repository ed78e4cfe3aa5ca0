import type { MoneyLife } from '../whole-life.ts';

/** A household's life with fee items, sharings, billing runs and bills. */
export const feesLife: MoneyLife = async () => ({});
