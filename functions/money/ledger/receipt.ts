import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** The number of a receipt (收据号), from 1 for each cashier and day (D27). */
export const receiptNumberSchema = z
  .object({
    cashierId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    day: dateSchema,
    /** Running number of the cashier on that day. */
    sequence: z.int().min(1),
  })
  .meta({ id: 'ReceiptNumber' });
export type ReceiptNumber = z.infer<typeof receiptNumberSchema>;

/** Returns the printed number: `20250305-cashier-li-0007`. */
export function receiptText({ cashierId, day, sequence }: ReceiptNumber): string {
  return `${day.replaceAll('-', '')}-${cashierId}-${String(sequence).padStart(4, '0')}`;
}

/** Parses a printed number. Returns undefined when the text is not exactly a printed number. */
export function parseReceipt(text: string): ReceiptNumber | undefined {
  const [, year, month, date, cashierId, sequence] = /^(\d{4})(\d{2})(\d{2})-(.+)-(\d{4,})$/.exec(text) ?? [];
  const { data } = receiptNumberSchema.safeParse({
    cashierId,
    day: `${year}-${month}-${date}`,
    sequence: Number(sequence),
  });
  return data && receiptText(data) === text ? data : undefined;
}

/**
 * Returns the next number of a cashier on a day. `last` is the last number given out on it, 0 for none.
 * The counter is saved with the receipt, on condition of the value that was read. A voided receipt (作废) keeps
 * its number.
 * @throws RangeError when `last` is negative or no whole number.
 */
export function nextReceipt(cashierId: string, day: string, last: number): ReceiptNumber {
  if (!Number.isSafeInteger(last) || last < 0) throw new RangeError('receipt numbers start at 1');
  return { cashierId, day, sequence: last + 1 };
}

/** An error in the receipt numbers of a cashier on a day. */
export interface ReceiptGap {
  readonly number: ReceiptNumber;
  readonly what: 'missing' | 'twice' | 'never-given-out';
}

/**
 * Finds gaps in the receipts of a cashier and day: each number from 1 to the counter must occur once, voided
 * ones included (D27).
 * Without the counter, a receipt lost at the end would not show. The result is in the order of the numbers.
 * @throws RangeError for a receipt of another cashier or day.
 */
export function receiptGaps(
  cashierId: string,
  day: string,
  counter: number,
  receipts: readonly ReceiptNumber[],
): ReceiptGap[] {
  if (receipts.some((one) => one.cashierId !== cashierId || one.day !== day)) {
    throw new RangeError('a receipt of another cashier or day');
  }
  const times = new Map<number, number>();
  for (const { sequence } of receipts) times.set(sequence, (times.get(sequence) ?? 0) + 1);
  const gap = (sequence: number, what: ReceiptGap['what']) => ({ number: { cashierId, day, sequence }, what });
  const expected = Array.from({ length: counter }, (_, i) => i + 1);
  return [
    ...expected.filter((sequence) => !times.has(sequence)).map((sequence) => gap(sequence, 'missing')),
    ...[...times].filter(([, count]) => count > 1).map(([sequence]) => gap(sequence, 'twice')),
    ...[...times.keys()].filter((sequence) => sequence > counter).map((sequence) => gap(sequence, 'never-given-out')),
  ].sort((a, b) => a.number.sequence - b.number.sequence);
}
