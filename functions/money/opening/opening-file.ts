import * as z from 'zod';

/*
 * The files of an opening (期初文件): CSV in UTF-8, with a heading in any order. Amounts are yuan with at
 * most two decimals, days are `YYYY-MM-DD`.
 */

/** The files, in the order in which they are checked. */
export const fileKinds = [
  'balances',
  'bills',
  'prepaid',
  'deposits',
  'suspense',
  'slips',
  'meters',
  'demands',
  'numbers',
  'tickets',
  'contracts',
] as const;
/**
 * The order in which they are posted. Ranges of numbers come first, so that none of theirs is entered
 * meanwhile. What was demanded before comes before the bills, so that reminders go on where they were.
 */
export const postingOrder = [
  'numbers',
  'demands',
  ...fileKinds.filter((kind) => kind !== 'demands' && kind !== 'numbers'),
] as const satisfies readonly (typeof fileKinds)[number][];
export type FileKind = (typeof fileKinds)[number];

/** The file of a month of the system before is read like those of an opening. */
export type ReadKind = FileKind | 'month';

/** Required and optional columns of a file. */
interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export const columnsByKind: Readonly<Record<ReadKind, Columns>> = {
  month: { required: ['unit', 'billed', 'received', 'open'], optional: [] },
  balances: { required: ['account', 'debit', 'credit'], optional: ['proof', 'provedOn'] },
  bills: {
    required: ['number', 'unit', 'payer', 'feeItem', 'from', 'to', 'dueOn', 'principal', 'open', 'vat'],
    optional: [
      ...['issuedOn', 'deliveredOn', 'invoiced', 'lateCharge', 'lateTo'],
      ...['disputedOn', 'disputeReason', 'disputeProof'],
    ],
  },
  prepaid: { required: ['number', 'payer', 'purpose', 'amount'], optional: [] },
  deposits: {
    required: ['receiptNumber', 'payer', 'purpose', 'amount', 'account', 'takenOn'],
    optional: ['unit'],
  },
  suspense: { required: ['reference', 'account', 'amount', 'receivedOn'], optional: ['sender', 'remark'] },
  slips: { required: ['reference', 'from', 'bank', 'amount', 'sentOn'], optional: [] },
  meters: {
    required: ['meter', 'plate', 'unit', 'utility', 'feeItem', 'prepaid', 'reading', 'readOn'],
    optional: ['payer', 'balance'],
  },
  demands: { required: ['bill', 'on', 'proof'], optional: ['kind', 'proofKind', 'step'] },
  numbers: { required: ['document', 'first', 'last'], optional: [] },
  tickets: {
    required: ['number', 'type', 'category', 'title', 'receivedOn'],
    optional: ['channel', 'severity', 'description', 'unit', 'location', 'payer', 'name', 'phone', 'references'],
  },
  contracts: {
    required: ['unit', 'payer', 'kind', 'contractOn', 'price', 'area', 'rank', 'buyerKind'],
    optional: [
      ...['number', 'building', 'paid', 'deliverBy', 'lateRate', 'deliveredOn'],
      ...['mortgageBank', 'mortgage'],
    ],
  },
};

const megabyte = 1024 * 1024;

export const fileDetailsSchema = z
  .strictObject({
    kind: z.enum(fileKinds),
    /** SHA-256 of the file in hexadecimal digits. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Bytes. */
    size: z
      .int()
      .min(1)
      .max(50 * megabyte),
    fileName: z.string().min(1).max(200),
  })
  .meta({ id: 'OpeningFile' });

/** Returns the key of an uploaded file in the bucket. */
export function fileKey(of: { estateId: string; openingId: string }, kind: FileKind): string {
  return `openings/${of.estateId}/${of.openingId}/${kind}.csv`;
}

/**
 * Returns the key of a part of the checked rows. The run is in it, so that a later check replaces
 * nothing.
 */
export function partFile(of: { estateId: string; openingId: string; run: number }, kind: FileKind, nth: number) {
  const folder = `openings/${of.estateId}/${of.openingId}/run-${of.run}`;
  return { key: `${folder}/${kind}-${String(nth).padStart(5, '0')}.json`, contentType: 'application/json' };
}
