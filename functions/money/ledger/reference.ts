import * as z from 'zod';

/**
 * The number under which the payer's paper, the bank or the channel knows the money. Letters, digits and a few marks
 * only: two numbers that look the same are the same.
 */
export const referenceSchema = z
  .string()
  .regex(/^[A-Za-z0-9\u4e00-\u9fff](?:[A-Za-z0-9\u4e00-\u9fff ._/#:-]{0,78}[A-Za-z0-9\u4e00-\u9fff])?$/);

/**
 * Returns what two ways of typing one number have in common: case, marks and blanks beside a letter make no difference, and
 * between digits any mark is as good as another. `BANK-45`, `bank 45` and `Bank45` are one number, `1-12` and `11-2` two.
 */
export function numberKey(reference: string): string {
  return reference
    .toUpperCase()
    .replace(/[ ._/#:-]+/g, '-')
    .replace(/(?<!\d)-|-(?!\d)/g, '');
}
