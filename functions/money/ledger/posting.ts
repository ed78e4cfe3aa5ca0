import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, accountSchema, isReceivable } from './account.ts';

/** The bill of a claim, and the day on which it was due. */
export const billSchema = z
  .object({ billId: z.string().min(1).max(64), dueOn: dateSchema })
  .meta({ id: 'BillReference' });
export type Bill = z.infer<typeof billSchema>;

/**
 * One line of an entry (分录) in fen: positive is debit (借), negative is credit (贷). A claim names its bill,
 * which gives its age.
 */
export const postingSchema = z
  .object({
    account: accountSchema,
    /** Positive is debit, negative is credit. */
    fen: fenSchema.refine((fen) => fen !== 0, { message: 'a posting must move an amount' }),
    /** The bill of a claim; on receivable accounts only. */
    bill: billSchema.optional(),
  })
  .refine((one) => isReceivable(one.account) === (one.bill !== undefined), {
    message: 'only a receivable posting names a bill, and it must',
  })
  .meta({ id: 'Posting' });
export type Posting = z.infer<typeof postingSchema>;

export const entryKinds = [
  'opening',
  'charge',
  'credit-note',
  'payment',
  'prepaid-use',
  'meter-use',
  'overpaid',
  'refund',
  'deposit',
  'deposit-return',
  'settlement',
  'arrival',
  'waiver',
  'write-off',
  'recognition',
  'tax-point',
  'recovery',
  'common-income',
  'common-cost',
  'common-fee',
  'common-use',
  'remuneration',
  'service-cost',
  'unidentified',
  'identified',
  'taken-off',
  'cash-difference',
  'drawer-handover',
  'difference-cleared',
  'bounce',
  'refund-returned',
  'deposit-restored',
  'pay-out',
  'supplier-bill',
  'provision',
  'reversal',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A double entry (记账凭证). It is written once and never changed or deleted (D28). A mistake is reversed. */
export const entrySchema = z
  .object({
    entryId: z.string().min(1).max(64),
    estateId: z.string().min(1).max(64),
    kind: z.enum(entryKinds),
    /** The day of the occurrence (业务日期). */
    occurredOn: dateSchema,
    /** The ledger day (记账日期), which is later for a late entry (D29). */
    postedOn: dateSchema,
    /** The instant from which the ledger contains the entry. */
    recordedAt: z.iso.datetime(),
    /** The number of its voucher, receipt and channel line: the number of a payment, a refund or a bill. */
    reference: z.string().min(1).max(100),
    description: z.string().max(500),
    receiptNumber: z.string().max(100).optional(),
    /** The entry that it reverses. */
    reverses: z.string().optional(),
    /** The payment or deposit that it pays back. */
    refunds: z.string().optional(),
    /** Debits and credits. They add up to zero. */
    postings: z.array(postingSchema).min(2).max(200),
  })
  .refine((entry) => balances(entry.postings), { message: 'debit and credit differ' })
  .refine((entry) => entry.occurredOn <= entry.postedOn, { message: 'postedOn is before occurredOn' })
  .refine((entry) => (entry.kind === 'reversal') === (entry.reverses !== undefined), {
    message: 'only a reversal names the entry it reverses, and it must',
  })
  .refine((entry) => ['refund', 'deposit-return'].includes(entry.kind) === (entry.refunds !== undefined), {
    message: 'only a refund names the entry it pays back, and it must',
  })
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof entrySchema>;

/**
 * Returns the id of an entry from its ledger day and its cause. The same cause on the same day gives the same
 * entry.
 */
export function entryIdOf(postedOn: string, ...cause: readonly (string | number)[]): string {
  return derivedId(`ent_${postedOn.replaceAll('-', '')}`, ...cause);
}

/** Returns the ledger day in an entry id, or undefined when the text is no such id. */
export function dayOfEntry(entryId: string): string | undefined {
  const [, year, month, day] = /^ent_(\d{4})(\d{2})(\d{2})_[0-9a-z]{26}$/.exec(entryId) ?? [];
  return dateSchema.safeParse(`${year}-${month}-${day}`).data;
}

/** The fields of an entry apart from kind, postings and links. */
export type EntryHead = Omit<Entry, 'kind' | 'postings' | 'reverses' | 'refunds'>;

/** Returns the exact sum of amounts in fen, in any order. @throws RangeError beyond the safe integers. */
export function sumFen(amounts: Iterable<number>): number {
  let sum = 0n;
  for (const fen of amounts) sum += BigInt(fen);
  const fen = Number(sum);
  if (!Number.isSafeInteger(fen)) throw new RangeError('the amount is beyond the safe integers');
  return fen;
}

/** Returns true when debit equals credit (借贷必相等). */
function balances(postings: readonly Pick<Posting, 'fen'>[]): boolean {
  // By BigInt: a partial sum of safe integers may not be a safe integer.
  return postings.reduce((sum, { fen }) => sum + BigInt(fen), 0n) === 0n;
}

/**
 * Rejects an invalid entry.
 * @throws RangeError with the reason: out of balance, a claim without a bill, an unknown account.
 */
export function mustBeEntry(entry: Entry): void {
  const { error } = entrySchema.safeParse(entry);
  if (error) throw new RangeError(z.prettifyError(error));
}

/**
 * Returns the reversal of an entry (红字冲销): the same accounts and bills with debit and credit exchanged. Its
 * id derives from the entry, so the ledger can hold only one (D28).
 * @throws RangeError when the entry is a reversal, or the reversal would be posted before the entry.
 */
export function reversalOf(
  entry: Entry,
  header: Pick<Entry, 'postedOn' | 'recordedAt' | 'reference' | 'description'>,
): Entry {
  if (entry.kind === 'reversal') throw new RangeError('a reversal cannot be reversed: post the entry again');
  if (header.postedOn < entry.postedOn) throw new RangeError('a reversal cannot be posted before its entry');
  const { postedOn, recordedAt, reference, description } = header;
  return {
    entryId: entryIdOf(postedOn, 'reversal', entry.entryId),
    estateId: entry.estateId,
    kind: 'reversal',
    occurredOn: postedOn,
    postedOn,
    recordedAt,
    reference,
    description,
    reverses: entry.entryId,
    postings: entry.postings.map((posting) => ({ ...posting, fen: -posting.fen })),
  };
}

/** Returns the fen that an entry moves on an account. */
export function movedBy(entry: Entry, account: string): number {
  return sumFen(entry.postings.filter((posting) => posting.account === account).map(({ fen }) => fen));
}

/**
 * Returns the balance as the account owner reads it: unchanged for assets and expenses, with the sign turned
 * for all others.
 */
export function readable(account: string, fen: number): number {
  const { type } = accountOf(account);
  return type === 'asset' || type === 'expense' || fen === 0 ? fen : -fen;
}
