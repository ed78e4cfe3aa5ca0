import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { compareInstants, dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, accountSchema } from './account.ts';

/** The bill that a claim stands on, and the day by which it was to be paid. */
export const billSchema = z.object({ billId: z.string().min(1).max(64), dueOn: dateSchema });
export type Bill = z.infer<typeof billSchema>;

/** One line of an entry (分录): fen, positive is debit (借), negative credit (贷). A claim names its bill, so that it has an age. */
export const postingSchema = z
  .object({
    account: accountSchema,
    fen: fenSchema.refine((fen) => fen !== 0, { message: 'a posting moves something' }),
    bill: billSchema.optional(),
  })
  .refine((one) => one.account.startsWith('assets:receivable:') === (one.bill !== undefined), {
    message: 'a claim names its bill, and nothing else does',
  });
export type Posting = z.infer<typeof postingSchema>;

export const entryKinds = [
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
  'unidentified',
  'identified',
  'taken-off',
  'reversal',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** A double entry (记账凭证). It is written once and never changed nor deleted (D28): what is wrong is reversed. */
export const entrySchema = z
  .object({
    entryId: z.string().min(1).max(64),
    estateId: z.string().min(1).max(64),
    kind: z.enum(entryKinds),
    /** The day on which it happened (业务日期), and the open day on which it is in the books (记账日期), later when it came late (D29). */
    occurredOn: dateSchema,
    bookedOn: dateSchema,
    /** The instant from which the books know it. */
    recordedAt: z.iso.datetime(),
    /** The number under which its voucher, its receipt and the channel know it: of a payment, a refund, a bill. */
    reference: z.string().min(1).max(100),
    description: z.string().max(500),
    receiptNumber: z.string().max(100).optional(),
    /** The entry that it takes back. */
    reverses: z.string().optional(),
    /** The payment or deposit that it pays back. */
    refunds: z.string().optional(),
    postings: z.array(postingSchema).min(2).max(200),
  })
  .refine((entry) => balances(entry.postings), { message: 'debit and credit differ' })
  .refine((entry) => entry.occurredOn <= entry.bookedOn, { message: 'booked before it happened' })
  .refine((entry) => (entry.kind === 'reversal') === (entry.reverses !== undefined), {
    message: 'a reversal names what it takes back, and nothing else does',
  })
  .refine((entry) => ['refund', 'deposit-return'].includes(entry.kind) === (entry.refunds !== undefined), {
    message: 'a refund names what it pays back, and nothing else does',
  });
export type Entry = z.infer<typeof entrySchema>;

/** Id of an entry: the day of the books on which it lies, then what caused it; the same cause on the same day is the same entry. */
export function entryIdOf(bookedOn: string, ...cause: readonly (string | number)[]): string {
  return derivedId(`ent_${bookedOn.replaceAll('-', '')}`, ...cause);
}

/** The day of the books that an entry lies on, from its id; undefined when it is no such id. */
export function dayOfEntry(entryId: string): string | undefined {
  const [, year, month, day] = /^ent_(\d{4})(\d{2})(\d{2})_[0-9a-z]{26}$/.exec(entryId) ?? [];
  return dateSchema.safeParse(`${year}-${month}-${day}`).data;
}

/** What every entry says of itself beside its kind and its postings. */
export type EntryHead = Omit<Entry, 'kind' | 'postings' | 'reverses' | 'refunds'>;

/** The sum of amounts in fen, exact whatever their order. @throws RangeError beyond the safe integers. */
export function sumFen(amounts: Iterable<number>): number {
  let sum = 0n;
  for (const fen of amounts) sum += BigInt(fen);
  const fen = Number(sum);
  if (!Number.isSafeInteger(fen)) throw new RangeError('an amount beyond what can be counted in fen');
  return fen;
}

/** Debit equals credit (借贷必相等). */
function balances(postings: readonly Pick<Posting, 'fen'>[]): boolean {
  // By BigInt: the sum of many safe integers on the way to zero may not be safe itself.
  return postings.reduce((sum, { fen }) => sum + BigInt(fen), 0n) === 0n;
}

/** Stops what is no entry. @throws RangeError that says why: out of balance, a claim without a bill, an unknown account. */
export function mustBeEntry(entry: Entry): void {
  const { error } = entrySchema.safeParse(entry);
  if (error) throw new RangeError(z.prettifyError(error));
}

/**
 * The mirror of an entry (红字冲销): the same accounts and bills with debit and credit turned. Its id follows from the
 * entry, so the books can hold one only (D28).
 * @throws RangeError when the entry is a reversal itself, or the mirror would be booked before it.
 */
export function reversalOf(
  entry: Entry,
  how: Pick<Entry, 'bookedOn' | 'recordedAt' | 'reference' | 'description'>,
): Entry {
  if (entry.kind === 'reversal') throw new RangeError('a reversal is not reversed: book the entry anew');
  if (how.bookedOn < entry.bookedOn) throw new RangeError('a reversal is not booked before what it takes back');
  const { bookedOn, recordedAt, reference, description } = how;
  return {
    entryId: entryIdOf(bookedOn, 'reversal', entry.entryId),
    estateId: entry.estateId,
    kind: 'reversal',
    occurredOn: bookedOn,
    bookedOn,
    recordedAt,
    reference,
    description,
    reverses: entry.entryId,
    postings: entry.postings.map((posting) => ({ ...posting, fen: -posting.fen })),
  };
}

/** The fen that an entry moves on an account. */
export function movedBy(entry: Entry, account: string): number {
  return sumFen(entry.postings.filter((posting) => posting.account === account).map(({ fen }) => fen));
}

/** The balance of an account as the books had it at an instant, that instant included: the sum of its postings (D28). Fen, debit positive. */
export function balanceAt(entries: readonly Entry[], account: string, at: string): number {
  const known = entries.filter((entry) => compareInstants(entry.recordedAt, at) <= 0);
  return sumFen(known.map((entry) => movedBy(entry, account)));
}

/** The balance of an account at the end of a day of the books. Fen, debit positive. */
export function balanceOn(entries: readonly Entry[], account: string, day: string): number {
  const booked = entries.filter((entry) => entry.bookedOn <= day);
  return sumFen(booked.map((entry) => movedBy(entry, account)));
}

/** Balances as they are kept beside the entries, by account; fen, debit positive. */
export type Balances = ReadonlyMap<string, number>;

/** Balances after one more entry. */
export function withEntry(before: Balances, entry: Entry): Balances {
  const after = new Map(before);
  for (const { account, fen } of entry.postings) after.set(account, sumFen([after.get(account) ?? 0, fen]));
  return after;
}

/** The balance as the owner of the account reads it: what is owed to us or by us is positive for assets and expenses, turned for the others. */
export function readable(account: string, fen: number): number {
  const { type } = accountOf(account);
  return type === 'asset' || type === 'expense' || fen === 0 ? fen : -fen;
}
