import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { daysAfter, endOfPeriod } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { paymentMethods } from './money-account.ts';

export const unidentifiedStatuses = ['open', 'identified', 'returned', 'voided'] as const;

/**
 * The estate id of the ledger for money of an unknown estate (R21.2). The company finds out where the money
 * belongs.
 */
export const unassignedEstate = 'unassigned';

/** Receipts older than this many days are listed as overdue (R21.2). */
export const listedAfterDays = 30;
/** After this period a receipt needs a lawyer's decision (R21.2). */
const legalCheckAfter = { years: 3 };

/** Received money whose payer is unknown (待查收款, R21.2). Fen. */
export const unidentifiedSchema = z
  .object({
    receiptId: z.string(),
    estateId: z.string(),
    fen: fenSchema,
    method: z.enum(paymentMethods),
    /** The money account. */
    moneyAccount: z.string(),
    /** The number on the statement. */
    reference: z.string(),
    /** The value day, in the estate's zone. */
    occurredOn: dateSchema,
    /** What the bank or the channel says: sender, remark, and the payer and estate that it named. */
    said: z.object({
      estateId: z.string().optional(),
      payerId: z.string().optional(),
      /** Name of the sender as the bank gives it. */
      sender: z.string().optional(),
      remark: z.string().optional(),
    }),
    status: z.enum(unidentifiedStatuses),
    /** The entry that brought it to suspense. */
    entryId: z.string(),
    /** For money taken off a payer (R21.3): the payment and its entries until then, first the money entry. */
    from: z.object({ paymentId: z.string(), entryIds: z.array(z.string()).min(1).max(40) }).optional(),
    /** When it was recorded. */
    takenAt: z.string(),
    /** Who recorded it, or the channel. */
    takenBy: z.string(),
    /** The payment that it became. */
    identified: z.object({ paymentId: z.string(), at: z.string(), by: z.string(), askedBy: z.string() }).optional(),
    /** Its return to the sender. */
    returned: z
      .object({ entryId: z.string(), reference: z.string(), at: z.string(), by: z.string(), askedBy: z.string() })
      .optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'UnidentifiedRecord' });
export type UnidentifiedReceipt = z.infer<typeof unidentifiedSchema>;

/** A receipt as the API returns it, with its age. */
export const unidentifiedViewSchema = unidentifiedSchema
  .extend({
    /** Days since its value day. */
    ageDays: z.number().int(),
    /** Open for more than 30 days (R21.2). */
    overdue: z.boolean(),
    /** Open for more than three years. A lawyer decides; it does not become income by itself (R21.2). */
    legalCheck: z.boolean(),
  })
  .meta({ id: 'Unidentified' });

type Money = 'estateId' | 'fen' | 'method' | 'moneyAccount' | 'reference' | 'occurredOn' | 'entryId';

/** Returns a receipt of money from an unknown payer, opened at an instant (ISO). */
export function newReceipt(
  { estateId, fen, method, moneyAccount, reference, occurredOn, entryId }: Pick<UnidentifiedReceipt, Money>,
  of: Pick<UnidentifiedReceipt, 'receiptId' | 'said' | 'from' | 'takenBy'>,
  at: string,
): UnidentifiedReceipt {
  const money = { estateId, fen, method, moneyAccount, reference, occurredOn, entryId };
  return { ...money, ...of, status: 'open', takenAt: at, updatedAt: at, version: 1 };
}

/** Returns the receipt with its age on a day (R21.2). */
export function unidentifiedView(receipt: UnidentifiedReceipt, today: string): z.infer<typeof unidentifiedViewSchema> {
  const ageDays = Math.max(0, daysAfter(receipt.occurredOn, today));
  const isOpen = receipt.status === 'open';
  return {
    ...receipt,
    ageDays,
    overdue: isOpen && ageDays > listedAfterDays,
    legalCheck: isOpen && today > endOfPeriod(receipt.occurredOn, legalCheckAfter),
  };
}

/** Returns the id of the receipt with a reference at a money account. The same money is the same receipt. */
export function unidentifiedIdOf(estateId: string, moneyAccount: string, reference: string): string {
  return derivedId('unr', estateId, moneyAccount, reference);
}

const differs = problemKind('receipt-differs', 409, {
  'zh-CN': '凭证号 {reference} 已登记为 {fen} 分的待查收款，与此不符。请核对金额。',
  'zh-TW': '憑證號 {reference} 已登錄為 {fen} 分的待查收款，與此不符。請核對金額。',
  en: 'Reference {reference} was already used for an unidentified receipt of {fen} fen. Check fen.',
});

/** Rejects another amount under a known reference. @throws Problem receipt-differs. */
export function assertSameReceipt({ reference, fen, receiptId }: UnidentifiedReceipt, said: { fen: number }): void {
  if (fen !== said.fen) throw new Problem(differs, { reference, fen }, { more: { receiptId, fen } });
}
