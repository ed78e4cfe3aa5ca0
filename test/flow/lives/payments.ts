import type { MoneyLife } from '../whole-life.ts';

/** A household's life with payments, refunds, deposits, receipts. */
export const paymentsLife: MoneyLife = async () => ({});
