import type { MoneyLife } from '../whole-life.ts';

/** A household's life with meters, readings, top-ups. */
export const metersLife: MoneyLife = async () => ({});
