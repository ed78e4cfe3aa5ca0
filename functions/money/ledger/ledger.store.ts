import { createHash } from 'node:crypto';
import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import type { LedgerState } from './ledger-state.ts';
import { ledgerStateSchema, payerOf } from './ledger-state.ts';
import type { Entry } from './posting.ts';
import { dayOfEntry, entrySchema } from './posting.ts';
import type { StoredJournal } from './stored-journal.ts';
import { storedJournalSchema } from './stored-journal.ts';

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
export function orderInLedger({ postedOn, recordedAt, entryId }: Entry): string {
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
  sealed: true,
  schema: storedEntrySchema,
  key: ({ estateId, entryId }) => ({
    pk: shardPartition(estateId, dayOfEntry(entryId) ?? 'never', shardOf(entryId)),
    sk: `ENTRY#${entryId}`,
  }),
  indexes: ({ estateId, entry }) => {
    const payerId = payerOf(entry);
    const order = orderInLedger(entry);
    return {
      ...indexKeys('lists', ledgerLists.entries(estateId, entry.postedOn.slice(0, 7)), order),
      ...(payerId !== undefined && indexKeys('mine', ledgerLists.payer(estateId, payerId), order)),
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

const reversedSchema = z.object({ estateId: z.string(), entryId: z.string(), by: z.string() }).meta({ id: 'Reversed' });

/** Records that an entry was reversed, and by which entry. A second reversal fails. */
export const reversedEntries = entity<z.infer<typeof reversedSchema>, { estateId: string; entryId: string }>({
  table,
  type: 'reversed-entry',
  schema: reversedSchema,
  key: ({ estateId, entryId }) => ({ pk: `REVERSED#${estateId}#${entryId}`, sk: 'REVERSED' }),
});

/** Journal exports, finished or in progress. */
export const journals = entity<StoredJournal, { journalId: string }>({
  table,
  type: 'journal',
  schema: storedJournalSchema,
  key: ({ journalId }) => ({ pk: `JOURNAL#${journalId}`, sk: 'JOURNAL' }),
});
