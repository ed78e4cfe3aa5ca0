import type { MoneyLife } from '../whole-life.ts';

/** A household's life with reminders, holds, instalments. */
export const dunningLife: MoneyLife = async () => ({});
