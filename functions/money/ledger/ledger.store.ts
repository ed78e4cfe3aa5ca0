import { createHash } from 'node:crypto';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { accountOf } from './account.ts';
import { type StoredChannelFile, storedChannelFileSchema } from './channel-file.ts';
import { type Receipt, type RecordLine, receiptSchema, recordLineSchema } from './close.ts';
import { type DayClose, dayCloseSchema } from './closed-day.ts';
import { type LedgerState, ledgerStateSchema, payerOf } from './ledger-state.ts';
import { dayOfEntry, type Entry, entrySchema } from './posting.ts';
import { leafSchema } from './seal.ts';
import { type StoredJournal, storedJournalSchema } from './stored-journal.ts';
import { type OpenSlip, openSlipSchema } from './transit.ts';

const table = 'ledger';

/** Partitions of the lists of the ledger. */
export const ledgerLists = {
  ledger: 'BOOKS',
  channelFiles: (estateId: string) => `ESTATE#${estateId}#CHANNELFILES`,
  payer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}`,
  /** Entries by ledger month (`2026-10`), so that no partition holds years. */
  entries: (estateId: string, month: string) => `ESTATE#${estateId}#ENTRIES#${month}`,
  fundsOfPayer: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#MONEY`,
};

/** The ledger of an estate; its partition also holds the closes and events. */
export const ledger = entity<LedgerState, { estateId: string }>({
  table,
  type: 'ledger',
  schema: ledgerStateSchema,
  key: ({ estateId }) => ({ pk: `BOOKS#${estateId}`, sk: 'BOOKS' }),
  indexes: ({ estateId }) => indexKeys('lists', ledgerLists.ledger, estateId),
});

/** The shards of a ledger day. They spread the bills of a month over partitions. */
export const shardsOfDay = 8;

/** Returns the shard of an entry, 0 to 7. */
export function shardOf(entryId: string): number {
  return createHash('sha256').update(entryId).digest().readUInt8(0) % shardsOfDay;
}

/** Returns the partition of one shard of a day. */
export function shardPartition(estateId: string, day: string, leaf: number): string {
  return `BOOK#${estateId}#${day}#${leaf}`;
}

/** Returns the sort key of an entry in the lists of the ledger: by day, then by recording. */
export function moneyAccountOf({ postedOn, recordedAt, entryId }: Entry): string {
  return `${postedOn}#${recordedAt}#${entryId}`;
}

const storedEntrySchema = z
  .object({
    estateId: z.string(),
    entryId: z.string(),
    entry: entrySchema,
    /** The hash of the canonical bytes. It reveals a later change even before the day is sealed. */
    hash: z.string(),
  })
  .meta({ id: 'StoredEntry' });
export type StoredEntry = z.infer<typeof storedEntrySchema>;

/** Entries by id, and in ledger order by day and by payer. An entry is written once and never changed. */
export const entries = entity<StoredEntry, { estateId: string; entryId: string }>({
  table,
  type: 'entry',
  schema: storedEntrySchema,
  key: ({ estateId, entryId }) => ({
    pk: shardPartition(estateId, dayOfEntry(entryId) ?? 'never', shardOf(entryId)),
    sk: `ENTRY#${entryId}`,
  }),
  indexes: ({ estateId, entry }) => {
    const payerId = payerOf(entry);
    const moneyAccount = moneyAccountOf(entry);
    return {
      ...indexKeys('lists', ledgerLists.entries(estateId, entry.postedOn.slice(0, 7)), moneyAccount),
      ...(payerId !== undefined && indexKeys('mine', ledgerLists.payer(estateId, payerId), moneyAccount)),
    };
  },
});

const doorSchema = z.object({ estateId: z.string(), day: dateSchema, leaf: z.number().int() }).meta({ id: 'Door' });
type Door = z.infer<typeof doorSchema>;

/**
 * The lock of a shard of a day. While it exists, the shard takes no entries: the day is closed or being
 * closed.
 */
export const dayLocks = entity<Door, Door>({
  table,
  type: 'door',
  schema: doorSchema,
  key: ({ estateId, day, leaf }) => ({ pk: shardPartition(estateId, day, leaf), sk: 'DOOR' }),
});

const keptSchema = z.object({ estateId: z.string(), account: z.string(), fen: fenSchema }).meta({ id: 'LedgerKept' });
type Kept = z.infer<typeof keptSchema>;

/**
 * The balance of a prepaid account, meter or deposit, fen: the sum of its postings. The stored sum lets a
 * condition reject overuse.
 */
export const customerFunds = entity<Kept, { estateId: string; account: string }>({
  table,
  type: 'kept-money',
  schema: keptSchema,
  key: ({ estateId, account }) => ({ pk: `MONEY#${estateId}#${account}`, sk: 'MONEY' }),
  indexes: ({ estateId, account }) => ({
    ...indexKeys('mine', ledgerLists.fundsOfPayer(estateId, accountOf(account).ids[0] ?? ''), account),
  }),
});

const moneyAtSchema = z
  .object({
    estateId: z.string(),
    account: z.string(),
    /** The sum of the postings of the account. */
    fen: fenSchema,
    /** How often money left the account. A withdrawal is conditional on the value that was read. */
    outs: z.number().int(),
  })
  .meta({ id: 'MoneyAt' });
export type MoneyAt = z.infer<typeof moneyAtSchema>;
const moneyPartition = (estateId: string, account: string) => `MONEYAT#${estateId}#${account}`;

/**
 * The balance of a money account (cash, channel, bank). The stored sum lets a condition reject an overdraft
 * (R20.3).
 */
export const moneyAt = entity<MoneyAt, { estateId: string; account: string }>({
  table,
  type: 'money-at',
  schema: moneyAtSchema,
  key: ({ estateId, account }) => ({ pk: moneyPartition(estateId, account), sk: 'HEAD' }),
});

const moneyMoveSchema = z
  .object({
    estateId: z.string(),
    account: z.string(),
    entryId: z.string(),
    /** The sort key within the money account (`orderOf`). */
    order: z.string(),
    fen: fenSchema,
  })
  .meta({ id: 'MoneyMove' });
export type MoneyMove = z.infer<typeof moneyMoveSchema>;

/** Every movement of a money account, in order. It is written with its entry and never changed. */
export const moneyMoves = entity<MoneyMove, Pick<MoneyMove, 'estateId' | 'account' | 'entryId' | 'order'>>({
  table,
  type: 'money-move',
  schema: moneyMoveSchema,
  key: ({ estateId, account, order, entryId }) => ({
    pk: moneyPartition(estateId, account),
    sk: `MOVE#${order}#${entryId}`,
  }),
});

/** Returns the sort condition for movements after a given order, or for all movements. */
export function movesAfter(order?: string): { beginsWith: string } | { from: string; to: string } {
  return order === undefined ? { beginsWith: 'MOVE#' } : { from: `MOVE#${order}#~`, to: 'MOVE#~' };
}

const handsSchema = z
  .object({ estateId: z.string(), account: z.string(), day: dateSchema, personId: z.string() })
  .meta({ id: 'Hands' });
type Hands = z.infer<typeof handsSchema>;

/**
 * Records who moved money of an account on a day. They may not import the statement that confirms it (R20.2).
 */
export const hands = entity<Hands, Hands>({
  table,
  type: 'hands',
  schema: handsSchema,
  key: ({ estateId, account, day, personId }) => ({ pk: `HANDS#${estateId}#${account}#${day}`, sk: `BY#${personId}` }),
});

const reversedSchema = z.object({ estateId: z.string(), entryId: z.string(), by: z.string() }).meta({ id: 'Reversed' });

/** Records that an entry was reversed, and by which entry. A second reversal fails. */
export const reversedEntries = entity<z.infer<typeof reversedSchema>, { estateId: string; entryId: string }>({
  table,
  type: 'reversed-entry',
  schema: reversedSchema,
  key: ({ estateId, entryId }) => ({ pk: `REVERSED#${estateId}#${entryId}`, sk: 'REVERSED' }),
});

export const settlementSchema = z
  .object({
    estateId: z.string(),
    from: z.string(),
    to: z.string(),
    reference: z.string(),
    fen: fenSchema,
    feeFen: fenSchema,
    entryId: z.string(),
    /** Who made the slip, the day of the slip, and its ledger day. */
    by: z.string().optional(),
    occurredOn: dateSchema.optional(),
    postedOn: dateSchema.optional(),
    /** The bank statement line that confirmed the slip, and the arrival entry (R20.7). */
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
    /** Set when the slip was a mistake and the money never left. */
    reversed: z.object({ entryId: z.string(), reason: z.string(), at: z.string(), by: z.string() }).optional(),
    version: z.number().int(),
  })
  .meta({ id: 'LedgerSettlement' });
export type StoredSettlement = z.infer<typeof settlementSchema>;

/** A settlement between two money accounts. The same reference is the same settlement. */
export const settlements = entity<StoredSettlement, Pick<StoredSettlement, 'estateId' | 'from' | 'to' | 'reference'>>({
  table,
  type: 'settlement',
  schema: settlementSchema,
  key: ({ estateId, from, to, reference }) => ({
    pk: `SETTLEMENT#${estateId}#${from}#${to}#${reference}`,
    sk: 'SETTLEMENT',
  }),
});

/** Slips whose money is in transit (R20.7). A slip is removed when it arrives or is reversed. */
export const openSlips = entity<OpenSlip, Pick<OpenSlip, 'estateId' | 'from' | 'to' | 'reference'>>({
  table,
  type: 'open-slip',
  schema: openSlipSchema,
  key: ({ estateId, from, to, reference }) => ({
    pk: transitPartition(estateId),
    sk: `SLIP#${to}#${from}#${reference}`,
  }),
});

/** Returns the partition of the slips in transit of an estate. */
export function transitPartition(estateId: string): string {
  return `TRANSIT#${estateId}`;
}

const arrivalSchema = z
  .object({
    estateId: z.string(),
    /** The bank account and the number of the statement line. */
    account: z.string(),
    reference: z.string(),
    /** The slip that it confirms. */
    from: z.string(),
    slip: z.string(),
  })
  .meta({ id: 'Arrival' });
export type Arrival = z.infer<typeof arrivalSchema>;

/** Records that a bank statement line confirms a slip. A line confirms one slip, once (R21.1). */
export const arrivals = entity<Arrival, Pick<Arrival, 'estateId' | 'account' | 'reference'>>({
  table,
  type: 'arrival',
  schema: arrivalSchema,
  key: ({ estateId, account, reference }) => ({ pk: `ARRIVAL#${estateId}#${account}#${reference}`, sk: 'ARRIVAL' }),
});

/** Returns the partition of the source documents of a ledger day. */
export function sourceDocumentsPartition(estateId: string, postedOn: string): string {
  return `PAPERS#${estateId}#${postedOn}`;
}

const ofPaper = { estateId: z.string(), postedOn: dateSchema };
const voucherSchema = z.object({ ...ofPaper, ...recordLineSchema.shape }).meta({ id: 'Voucher' });
type Voucher = z.infer<typeof voucherSchema>;

/** A voucher (凭证): money that moved on an account, as the cash desk or the gateway recorded it. */
export const vouchers = entity<Voucher, Pick<Voucher, 'estateId' | 'postedOn' | 'account' | 'reference'>>({
  table,
  type: 'voucher',
  schema: voucherSchema,
  key: ({ estateId, postedOn, account, reference }) => ({
    pk: sourceDocumentsPartition(estateId, postedOn),
    sk: `VOUCHER#${account}#${reference}`,
  }),
});

const storedReceiptSchema = z
  .object({ ...ofPaper, entryId: z.string(), ...receiptSchema.shape })
  .meta({ id: 'StoredReceipt' });
export type StoredReceipt = z.infer<typeof storedReceiptSchema>;

/** Receipts (收据) by number. */
export const receipts = entity<StoredReceipt, Pick<StoredReceipt, 'estateId' | 'postedOn'> & Pick<Receipt, 'number'>>({
  table,
  type: 'receipt',
  schema: storedReceiptSchema,
  key: ({ estateId, postedOn, number }) => ({
    pk: sourceDocumentsPartition(estateId, postedOn),
    sk: `RECEIPT#${number.cashierId}#${String(number.sequence).padStart(8, '0')}`,
  }),
});

const counterSchema = z
  .object({ ...ofPaper, cashierId: z.string(), sequence: z.number().int() })
  .meta({ id: 'Counter' });
type Counter = z.infer<typeof counterSchema>;

/** The last number that a cashier or channel gave out on a day. */
export const receiptCounters = entity<Counter, Pick<Counter, 'estateId' | 'postedOn' | 'cashierId'>>({
  table,
  type: 'receipt-counter',
  schema: counterSchema,
  key: ({ estateId, postedOn, cashierId }) => ({
    pk: sourceDocumentsPartition(estateId, postedOn),
    sk: `COUNTER#${cashierId}`,
  }),
});

/** Returns the voucher of an entry, with the day on which the money moved. */
export function voucherOf(entry: Entry, line: RecordLine): Voucher {
  return { estateId: entry.estateId, postedOn: entry.postedOn, ...line };
}

const channelLineSchema = z
  .object({ ...ofPaper, fileId: z.string(), ...recordLineSchema.shape })
  .meta({ id: 'ChannelLine' });
export type ChannelLine = z.infer<typeof channelLineSchema>;

/**
 * A line of a bank or channel statement (渠道对账单), filed under its own day, or under the next open day when
 * late.
 */
export const channelLines = entity<ChannelLine, Pick<ChannelLine, 'estateId' | 'postedOn' | 'fileId' | 'reference'>>({
  table,
  type: 'channel-line',
  schema: channelLineSchema,
  key: ({ estateId, postedOn, fileId, reference }) => ({
    pk: sourceDocumentsPartition(estateId, postedOn),
    sk: `CHANNEL#${fileId}#${reference}`,
  }),
});

export const channelFiles = entity<StoredChannelFile, { fileId: string }>({
  table,
  type: 'channel-file',
  schema: storedChannelFileSchema,
  key: ({ fileId }) => ({ pk: `CHANNELFILE#${fileId}`, sk: 'CHANNELFILE' }),
  indexes: ({ estateId, takenAt, fileId }) => indexKeys('lists', ledgerLists.channelFiles(estateId), takenAt, fileId),
});

export const closes = entity<DayClose, { estateId: string; day: string }>({
  table,
  type: 'day-close',
  schema: dayCloseSchema,
  key: ({ estateId, day }) => ({ pk: `BOOKS#${estateId}`, sk: `CLOSE#${day}` }),
});

const sealedLeavesSchema = z
  .object({
    estateId: z.string(),
    day: dateSchema,
    /** The sealing of the day, from 1. A reopened day is sealed again. */
    sealing: z.number().int(),
    nth: z.number().int(),
    leaves: z.array(leafSchema).max(1_000),
  })
  .meta({ id: 'SealedLeaves' });
type SealedLeaves = z.infer<typeof sealedLeavesSchema>;

/** The hashes beneath a seal, a thousand in an item, in tree order. */
export const sealedLeaves = entity<SealedLeaves, Pick<SealedLeaves, 'estateId' | 'day' | 'sealing' | 'nth'>>({
  table,
  type: 'sealed-leaves',
  schema: sealedLeavesSchema,
  key: ({ estateId, day, sealing, nth }) => ({
    pk: sealPartition(estateId, day, sealing),
    sk: `LEAVES#${String(nth).padStart(6, '0')}`,
  }),
});

/** Returns the partition of the hashes of one sealing of a day. */
export function sealPartition(estateId: string, day: string, sealing: number): string {
  return `SEAL#${estateId}#${day}#${sealing}`;
}

/** Journal exports, finished or in progress. */
export const journals = entity<StoredJournal, { journalId: string }>({
  table,
  type: 'journal',
  schema: storedJournalSchema,
  key: ({ journalId }) => ({ pk: `JOURNAL#${journalId}`, sk: 'JOURNAL' }),
});
