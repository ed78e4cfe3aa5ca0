import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { daysAfter } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { ways } from './place.ts';

export const unidentifiedStatuses = ['open', 'identified', 'returned', 'voided'] as const;

/** Money of an estate that nobody could name is kept in books of their own (R21.2); the company finds out whose it is. */
export const unassignedEstate = 'unassigned';

/** Older than so many days it is on the list of what somebody has to find out (R21.2). */
export const listedAfterDays = 30;
/** Older than so many days somebody has to ask the lawyer (R21.2: three years). */
const legalCheckAfterDays = 3 * 365;

/** Money that moved and whose payer nobody knows yet (待查收款, R21.2). Fen. */
export const unidentifiedSchema = z.object({
  receiptId: z.string(),
  estateId: z.string(),
  fen: fenSchema,
  how: z.enum(ways),
  /** The account of the books where the money lies. */
  place: z.string(),
  reference: z.string(),
  /** The value day, in the estate's zone. */
  occurredOn: dateSchema,
  /** What the bank or the channel says of it, and the payer and the estate that it named. */
  said: z.object({
    estateId: z.string().optional(),
    payerId: z.string().optional(),
    sender: z.string().optional(),
    remark: z.string().optional(),
  }),
  status: z.enum(unidentifiedStatuses),
  /** The entry by which it came to suspense. */
  entryId: z.string(),
  /** Of money that was taken off a payer (R21.3): the payment, and its entries until then, the first that of the money. */
  from: z.object({ paymentId: z.string(), entryIds: z.array(z.string()).min(1).max(40) }).optional(),
  takenAt: z.string(),
  takenBy: z.string(),
  /** The payment that it became. */
  identified: z.object({ paymentId: z.string(), at: z.string(), by: z.string(), askedBy: z.string() }).optional(),
  /** How it went back to its sender. */
  returned: z
    .object({ entryId: z.string(), reference: z.string(), at: z.string(), by: z.string(), askedBy: z.string() })
    .optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type UnidentifiedReceipt = z.infer<typeof unidentifiedSchema>;

/** As the API answers it: with its age. */
export const unidentifiedViewSchema = unidentifiedSchema.extend({
  /** Days since its value day. */
  ageDays: z.number().int(),
  /** Open for more than 30 days (R21.2). */
  overdue: z.boolean(),
  /** Open for more than three years: a lawyer decides, and it is no income by itself (R21.2). */
  legalCheck: z.boolean(),
});

/** Returns the receipt with its age on a day (R21.2). */
export function unidentifiedView(receipt: UnidentifiedReceipt, today: string): z.infer<typeof unidentifiedViewSchema> {
  const ageDays = Math.max(0, daysAfter(receipt.occurredOn, today));
  const isOpen = receipt.status === 'open';
  return {
    ...receipt,
    ageDays,
    overdue: isOpen && ageDays > listedAfterDays,
    legalCheck: isOpen && ageDays > legalCheckAfterDays,
  };
}

/** Returns the id of the receipt of a number at a place: the same money is the same receipt. */
export function unidentifiedIdOf(estateId: string, place: string, reference: string): string {
  return derivedId('unr', estateId, place, reference);
}

const differs = problemKind('receipt-differs', 409, {
  'zh-CN': '凭证号 {reference} 已登记为 {fen} 分的待查收款，与此不符。请核对金额。',
  'zh-TW': '憑證號 {reference} 已登錄為 {fen} 分的待查收款，與此不符。請核對金額。',
  en: 'Under {reference} an unidentified receipt of {fen} fen was entered, which is another amount. Check the amount.',
});

/** Rejects another amount under a number that is known. @throws Problem receipt-differs. */
export function assertSameReceipt({ reference, fen, receiptId }: UnidentifiedReceipt, said: { fen: number }): void {
  if (fen !== said.fen) throw new Problem(differs, { reference, fen }, { more: { receiptId, fen } });
}
