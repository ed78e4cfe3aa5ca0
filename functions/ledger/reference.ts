import * as z from 'zod';

/**
 * The number under which the payer's paper, the bank or the channel knows the money. Letters, digits and a few marks
 * only: two numbers that look the same are the same.
 */
export const referenceSchema = z
  .string()
  .regex(/^[A-Za-z0-9\u4e00-\u9fff](?:[A-Za-z0-9\u4e00-\u9fff ._/#:-]{0,78}[A-Za-z0-9\u4e00-\u9fff])?$/);
