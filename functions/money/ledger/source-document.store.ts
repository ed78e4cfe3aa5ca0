import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import type { StoredChannelFile } from './channel-file.ts';
import { lastStatementSchema, storedChannelFileSchema } from './channel-file.ts';
import { ledgerLists } from './ledger.store.ts';
import type { Entry } from './posting.ts';
import type { Receipt, RecordLine } from './record-line.ts';
import { receiptSchema, recordLineSchema } from './record-line.ts';

const table = 'ledger';

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

const statementHeadSchema = z
  .object({
    estateId: z.string(),
    account: z.string(),
    last: lastStatementSchema.optional(),
    version: z.number().int(),
  })
  .meta({ id: 'StatementHead' });
type StatementHead = z.infer<typeof statementHeadSchema>;

/** Where the proven statements of an account end (R20.13). Its version lets one import at a time continue. */
export const statementHeads = entity<StatementHead, Pick<StatementHead, 'estateId' | 'account'>>({
  table,
  type: 'statement-head',
  schema: statementHeadSchema,
  key: ({ estateId, account }) => ({ pk: `STATEMENTS#${estateId}#${account}`, sk: 'HEAD' }),
});
