import * as z from 'zod';

/**
 * The number by which the payer's document, the bank or the channel knows the money.
 * It has only letters, digits and a few marks, so that two numbers that look the same are the same.
 */
export const referenceSchema = z
  .string()
  .regex(/^[A-Za-z0-9\u4e00-\u9fff](?:[A-Za-z0-9\u4e00-\u9fff ._/#:-]{0,78}[A-Za-z0-9\u4e00-\u9fff])?$/);

/**
 * Returns the comparison key of a number. Case does not matter, nor do marks and blanks beside a letter.
 * Between digits all marks are equal.
 * `BANK-45`, `bank 45` and `Bank45` are one number; `1-12` and `11-2` are two.
 */
export function numberKey(reference: string): string {
  return reference
    .toUpperCase()
    .replace(/[ ._/#:-]+/g, '-')
    .replace(/(?<!\d)-|-(?!\d)/g, '');
}
