import { exact, product, quotient, sum, toFen, yuanOf } from '../../../shared/kernel/money.ts';

/**
 * Splits a gross amount into net amount and value added tax (增值税), all fen: net = gross / (1 + rate), rounded
 * once; the tax is the rest (R23.3). A negative amount gives the mirror of its absolute value.
 * @param percent the rate as a decimal: `6` or `1.5`; `0` for what is not taxed.
 */
export function splitVat(grossFen: number, percent: string): { netFen: number; taxFen: number } {
  const withTax = sum(exact('1'), product(exact(percent), exact('0.01')));
  const netFen = toFen(quotient(yuanOf(grossFen), withTax));
  return { netFen, taxFen: grossFen - netFen };
}
