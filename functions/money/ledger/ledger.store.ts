import { createHash } from 'node:crypto';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity } from '../../../shared/store/entity.ts';
import { get } from '../../../shared/store/table.ts';
import { accountOf } from './account.ts';
import { type Books, booksSchema, payerOf } from './books.ts';
import { type StoredChannelFile, storedChannelFileSchema } from './channel-file.ts';
import { type Receipt, type RecordLine, receiptSchema, recordLineSchema } from './close.ts';
import { type DayClose, dayCloseSchema } from './day-close.ts';
import { defaultLedgerPolicy, type LedgerPolicy, ledgerPolicySchema } from './ledger.policy.ts';
import { dayOfEntry, type Entry, entrySchema } from './posting.ts';
import { leafSchema } from './seal.ts';
import { type StoredJournal, storedJournalSchema } from './stored-journal.ts';
import { type OpenSlip, openSlipSchema } from './transit.ts';

const table = 'ledger';

/** Partitions of lists of the books. */
export const ledgerLists = {
  books: 'BOOKS',
  channelFiles: (estateId: string) => `ESTATE#${estateId}#CHANNELFILES`,
  payer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}`,
  /** Entries by the month of the books (`2026-10`), so that years do not lie in one partition. */
  entries: (estateId: string, month: string) => `ESTATE#${estateId}#ENTRIES#${month}`,
  fundsOfPayer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#MONEY`,
};

/** The books of an estate lie in a partition of their own, with their closes and events. */
export const books = entity<Books, { estateId: string }>({
  table,
  type: 'books',
  schema: booksSchema,
  key: ({ estateId }) => ({ pk: `BOOKS#${estateId}`, sk: 'BOOKS' }),
  indexes: ({ estateId }) => ({ listsPk: ledgerLists.books, listsSk: estateId }),
});

/** A day of the books is written on so many leaves, so that a month's bills do not all meet in one partition. */
export const leavesOfDay = 8;

/** The leaf that an entry is written on, 0 to 7. */
export function shardOf(entryId: string): number {
  return createHash('sha256').update(entryId).digest().readUInt8(0) % leavesOfDay;
}

/** The partition of one leaf of a day. */
export function leafPartition(estateId: string, day: string, leaf: number): string {
  return `BOOK#${estateId}#${day}#${leaf}`;
}

/** Where an entry stands in the lists of the books: by day, then as it was recorded. */
export function placeOf({ bookedOn, recordedAt, entryId }: Entry): string {
  return `${bookedOn}#${recordedAt}#${entryId}`;
}

const storedEntrySchema = z.object({
  estateId: z.string(),
  entryId: z.string(),
  entry: entrySchema,
  /** Hash of its canonical bytes: what is changed afterwards shows before the day is sealed, too. */
  hash: z.string(),
});
export type StoredEntry = z.infer<typeof storedEntrySchema>;

/** An entry, found by its id alone; by its day, and by its payer, in the order of the books. It is put once and never again. */
export const entries = entity<StoredEntry, { estateId: string; entryId: string }>({
  table,
  type: 'entry',
  schema: storedEntrySchema,
  key: ({ estateId, entryId }) => ({
    pk: leafPartition(estateId, dayOfEntry(entryId) ?? 'never', shardOf(entryId)),
    sk: `ENTRY#${entryId}`,
  }),
  indexes: ({ estateId, entry }) => {
    const payerId = payerOf(entry);
    const place = placeOf(entry);
    return {
      listsPk: ledgerLists.entries(estateId, entry.bookedOn.slice(0, 7)),
      listsSk: place,
      ...(payerId !== undefined && { minePk: ledgerLists.payer(estateId, payerId), mineSk: place }),
    };
  },
});

const doorSchema = z.object({ estateId: z.string(), day: dateSchema, leaf: z.number().int() });
type Door = z.infer<typeof doorSchema>;

/** Where it is, its leaf takes no entry any more: the day is closed, or is being closed. */
export const doors = entity<Door, Door>({
  table,
  type: 'door',
  schema: doorSchema,
  key: ({ estateId, day, leaf }) => ({ pk: leafPartition(estateId, day, leaf), sk: 'DOOR' }),
});

const keptSchema = z.object({ estateId: z.string(), account: z.string(), fen: fenSchema });
type Kept = z.infer<typeof keptSchema>;

/** What is left on a prepaid account or a deposit, fen; the sum of its postings, kept so that nobody can take more. */
export const customerFunds = entity<Kept, { estateId: string; account: string }>({
  table,
  type: 'kept-money',
  schema: keptSchema,
  key: ({ estateId, account }) => ({ pk: `MONEY#${estateId}#${account}`, sk: 'MONEY' }),
  indexes: ({ estateId, account }) => ({
    minePk: ledgerLists.fundsOfPayer(estateId, accountOf(account).ids[0] ?? ''),
    mineSk: account,
  }),
});

const moneyAtSchema = z.object({
  estateId: z.string(),
  account: z.string(),
  /** The sum of its postings. */
  fen: fenSchema,
  /** How often money left it: whoever takes some says how often it had when they looked. */
  outs: z.number().int(),
});
export type MoneyAt = z.infer<typeof moneyAtSchema>;
const moneyPartition = (estateId: string, account: string) => `MONEYAT#${estateId}#${account}`;

/** What is at a place where money lies (cash of a cashier, channel, bank), kept so that nobody can take more (R20.3). */
export const moneyAt = entity<MoneyAt, { estateId: string; account: string }>({
  table,
  type: 'money-at',
  schema: moneyAtSchema,
  key: ({ estateId, account }) => ({ pk: moneyPartition(estateId, account), sk: 'HEAD' }),
});

const moneyMoveSchema = z.object({
  estateId: z.string(),
  account: z.string(),
  entryId: z.string(),
  /** Where it stands in the order of the place (`orderOf`). */
  order: z.string(),
  fen: fenSchema,
});
export type MoneyMove = z.infer<typeof moneyMoveSchema>;

/** Money that came to a place or left it, in the order in which it did: written with its entry and never again. */
export const moneyMoves = entity<MoneyMove, Pick<MoneyMove, 'estateId' | 'account' | 'entryId' | 'order'>>({
  table,
  type: 'money-move',
  schema: moneyMoveSchema,
  key: ({ estateId, account, order, entryId }) => ({
    pk: moneyPartition(estateId, account),
    sk: `MOVE#${order}#${entryId}`,
  }),
});

/** Moves of a place after an instant of its order, and all moves where none is said. */
export function movesAfter(order?: string): { beginsWith: string } | { from: string; to: string } {
  return order === undefined ? { beginsWith: 'MOVE#' } : { from: `MOVE#${order}#~`, to: 'MOVE#~' };
}

const handsSchema = z.object({ estateId: z.string(), account: z.string(), day: dateSchema, personId: z.string() });
type Hands = z.infer<typeof handsSchema>;

/** That somebody moved money of a place on a day: they do not bring in the statement that proves it (R20.2). */
export const hands = entity<Hands, Hands>({
  table,
  type: 'hands',
  schema: handsSchema,
  key: ({ estateId, account, day, personId }) => ({ pk: `HANDS#${estateId}#${account}#${day}`, sk: `BY#${personId}` }),
});

const reversedSchema = z.object({ estateId: z.string(), entryId: z.string(), by: z.string() });

/** That an entry was reversed, and by which; it cannot be a second time. */
export const reversedEntries = entity<z.infer<typeof reversedSchema>, { estateId: string; entryId: string }>({
  table,
  type: 'reversed-entry',
  schema: reversedSchema,
  key: ({ estateId, entryId }) => ({ pk: `REVERSED#${estateId}#${entryId}`, sk: 'REVERSED' }),
});

export const settlementSchema = z.object({
  estateId: z.string(),
  from: z.string(),
  to: z.string(),
  reference: z.string(),
  fen: fenSchema,
  feeFen: fenSchema,
  entryId: z.string(),
  /** Who made the slip, the day on which it was made, and the day of the books that it is on. */
  by: z.string().optional(),
  occurredOn: dateSchema.optional(),
  bookedOn: dateSchema.optional(),
  /** The line of the bank that proved it, and the entry by which the money arrived (R20.7). */
  arrived: z
    .object({
      fen: fenSchema,
      day: dateSchema,
      reference: z.string(),
      fileId: z.string(),
      entryId: z.string(),
      at: z.string(),
    })
    .optional(),
  /** That the slip was a mistake and the money never left. */
  reversed: z.object({ entryId: z.string(), reason: z.string(), at: z.string(), by: z.string() }).optional(),
  version: z.number().int(),
});
export type StoredSettlement = z.infer<typeof settlementSchema>;

/** That money was moved between two places under a number: the same number there is the same settlement. */
export const settlements = entity<StoredSettlement, Pick<StoredSettlement, 'estateId' | 'from' | 'to' | 'reference'>>({
  table,
  type: 'settlement',
  schema: settlementSchema,
  key: ({ estateId, from, to, reference }) => ({
    pk: `SETTLEMENT#${estateId}#${from}#${to}#${reference}`,
    sk: 'SETTLEMENT',
  }),
});

/** Slips whose money is in transit (R20.7), each until it arrived or was taken back. */
export const openSlips = entity<OpenSlip, Pick<OpenSlip, 'estateId' | 'from' | 'to' | 'reference'>>({
  table,
  type: 'open-slip',
  schema: openSlipSchema,
  key: ({ estateId, from, to, reference }) => ({
    pk: transitPartition(estateId),
    sk: `SLIP#${to}#${from}#${reference}`,
  }),
});

/** The partition of the slips of an estate whose money is in transit. */
export function transitPartition(estateId: string): string {
  return `TRANSIT#${estateId}`;
}

const arrivalSchema = z.object({
  estateId: z.string(),
  /** The bank account and the number of its line. */
  account: z.string(),
  reference: z.string(),
  /** The slip that it proves. */
  from: z.string(),
  slip: z.string(),
});
export type Arrival = z.infer<typeof arrivalSchema>;

/** That a line of a bank proves a slip: it proves one, once (R21.1). */
export const arrivals = entity<Arrival, Pick<Arrival, 'estateId' | 'account' | 'reference'>>({
  table,
  type: 'arrival',
  schema: arrivalSchema,
  key: ({ estateId, account, reference }) => ({ pk: `ARRIVAL#${estateId}#${account}#${reference}`, sk: 'ARRIVAL' }),
});

/** SourceDocuments lie under the day of the books that their entry is on. */
export function papersPartition(estateId: string, bookedOn: string): string {
  return `PAPERS#${estateId}#${bookedOn}`;
}

const ofPaper = { estateId: z.string(), bookedOn: dateSchema };
const voucherSchema = z.object({ ...ofPaper, ...recordLineSchema.shape });
type Voucher = z.infer<typeof voucherSchema>;

/** A voucher (凭证): money that came or went at a place, as the desk or the gateway knows it. */
export const vouchers = entity<Voucher, Pick<Voucher, 'estateId' | 'bookedOn' | 'account' | 'reference'>>({
  table,
  type: 'voucher',
  schema: voucherSchema,
  key: ({ estateId, bookedOn, account, reference }) => ({
    pk: papersPartition(estateId, bookedOn),
    sk: `VOUCHER#${account}#${reference}`,
  }),
});

const storedReceiptSchema = z.object({ ...ofPaper, entryId: z.string(), ...receiptSchema.shape });
export type StoredReceipt = z.infer<typeof storedReceiptSchema>;

/** A receipt (收据) by its number. */
export const receipts = entity<StoredReceipt, Pick<StoredReceipt, 'estateId' | 'bookedOn'> & Pick<Receipt, 'number'>>({
  table,
  type: 'receipt',
  schema: storedReceiptSchema,
  key: ({ estateId, bookedOn, number }) => ({
    pk: papersPartition(estateId, bookedOn),
    sk: `RECEIPT#${number.cashierId}#${String(number.sequence).padStart(8, '0')}`,
  }),
});

const counterSchema = z.object({ ...ofPaper, cashierId: z.string(), sequence: z.number().int() });
type Counter = z.infer<typeof counterSchema>;

/** The last number that a cashier or a channel gave out on a day. */
export const receiptCounters = entity<Counter, Pick<Counter, 'estateId' | 'bookedOn' | 'cashierId'>>({
  table,
  type: 'receipt-counter',
  schema: counterSchema,
  key: ({ estateId, bookedOn, cashierId }) => ({
    pk: papersPartition(estateId, bookedOn),
    sk: `COUNTER#${cashierId}`,
  }),
});

/** A voucher for the money that an entry moves, with the day on which it moved. */
export function voucherOf(entry: Entry, line: RecordLine): Voucher {
  return { estateId: entry.estateId, bookedOn: entry.bookedOn, ...line };
}

const channelLineSchema = z.object({ ...ofPaper, fileId: z.string(), ...recordLineSchema.shape });
export type ChannelLine = z.infer<typeof channelLineSchema>;

/** A line of the statement of a bank or a channel (渠道对账单), under its own day, or the next open one when it came late. */
export const channelLines = entity<ChannelLine, Pick<ChannelLine, 'estateId' | 'bookedOn' | 'fileId' | 'reference'>>({
  table,
  type: 'channel-line',
  schema: channelLineSchema,
  key: ({ estateId, bookedOn, fileId, reference }) => ({
    pk: papersPartition(estateId, bookedOn),
    sk: `CHANNEL#${fileId}#${reference}`,
  }),
});

export const channelFiles = entity<StoredChannelFile, { fileId: string }>({
  table,
  type: 'channel-file',
  schema: storedChannelFileSchema,
  key: ({ fileId }) => ({ pk: `CHANNELFILE#${fileId}`, sk: 'CHANNELFILE' }),
  indexes: ({ estateId, takenAt, fileId }) => ({
    listsPk: ledgerLists.channelFiles(estateId),
    listsSk: `${takenAt}#${fileId}`,
  }),
});

export const closes = entity<DayClose, { estateId: string; day: string }>({
  table,
  type: 'day-close',
  schema: dayCloseSchema,
  key: ({ estateId, day }) => ({ pk: `BOOKS#${estateId}`, sk: `CLOSE#${day}` }),
});

const sealedLeavesSchema = z.object({
  estateId: z.string(),
  day: dateSchema,
  /** Which sealing of the day, 1 for the first: a day that was reopened is sealed anew. */
  sealing: z.number().int(),
  nth: z.number().int(),
  leaves: z.array(leafSchema).max(1_000),
});
type SealedLeaves = z.infer<typeof sealedLeavesSchema>;

/** The hashes that a seal stands on, a thousand in an item, in the order of the tree. */
export const sealedLeaves = entity<SealedLeaves, Pick<SealedLeaves, 'estateId' | 'day' | 'sealing' | 'nth'>>({
  table,
  type: 'sealed-leaves',
  schema: sealedLeavesSchema,
  key: ({ estateId, day, sealing, nth }) => ({
    pk: sealPartition(estateId, day, sealing),
    sk: `LEAVES#${String(nth).padStart(6, '0')}`,
  }),
});

/** The partition of the hashes of one sealing of a day. */
export function sealPartition(estateId: string, day: string, sealing: number): string {
  return `SEAL#${estateId}#${day}#${sealing}`;
}

/** The books of some days as a journal that is being written, or was. */
export const journals = entity<StoredJournal, { journalId: string }>({
  table,
  type: 'journal',
  schema: storedJournalSchema,
  key: ({ journalId }) => ({ pk: `JOURNAL#${journalId}`, sk: 'JOURNAL' }),
});

export const ledgerPolicies = entity<LedgerPolicy, { estateId: string }>({
  table,
  type: 'ledger-policy',
  schema: ledgerPolicySchema,
  key: ({ estateId }) => ({ pk: `LEDGERPOLICY#${estateId}`, sk: 'POLICY' }),
});

/** Returns the policy of an estate, or the default one (version 0). */
export async function ledgerPolicyOf(estateId: string): Promise<LedgerPolicy> {
  return (await get(ledgerPolicies, { estateId })) ?? defaultLedgerPolicy(estateId);
}
