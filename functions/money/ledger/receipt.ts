import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';

/** The number of a receipt (收据号): counted from 1 for each cashier and day (D27). */
export const receiptNumberSchema = z.object({
  cashierId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  day: dateSchema,
  sequence: z.int().min(1),
});
export type ReceiptNumber = z.infer<typeof receiptNumberSchema>;

/** As it is printed: `20250305-cashier-li-0007`. */
export function receiptText({ cashierId, day, sequence }: ReceiptNumber): string {
  return `${day.replaceAll('-', '')}-${cashierId}-${String(sequence).padStart(4, '0')}`;
}

/** Reads a printed number. Undefined when it is none, or is not written as it is printed. */
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
 * The next number of a cashier on a day, from the last one that he gave out on it (0 when none). The counter is saved in the
 * transaction of the receipt, under the value that was read; a receipt that is voided (作废) keeps its number.
 * @throws RangeError when the last is no whole number, or negative.
 */
export function nextReceipt(cashierId: string, day: string, last: number): ReceiptNumber {
  if (!Number.isSafeInteger(last) || last < 0) throw new RangeError('receipts are counted from 1');
  return { cashierId, day, sequence: last + 1 };
}

/** What is wrong with the numbers of a cashier's day. */
export interface ReceiptGap {
  readonly number: ReceiptNumber;
  readonly what: 'missing' | 'twice' | 'never-given-out';
}

/**
 * The check that the receipts of a cashier and day have no gap: each number from 1 to the counter once, voided ones
 * included (D27). Without the counter a receipt lost at the end could not be seen. In the order of the numbers.
 * @throws RangeError when a receipt of another cashier or day is among them.
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
