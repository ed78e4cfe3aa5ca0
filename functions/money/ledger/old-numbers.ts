import * as z from 'zod';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { entity } from '../../../shared/store/entity.ts';
import { everyItem, list } from '../../../shared/store/table.ts';
import type { LedgerState } from './ledger-state.ts';
import { numberKey } from './reference.ts';

/*
 * Ranges of receipt and invoice numbers of the system before (号段, R30.4). No number of a range is issued or
 * entered again. Receipts are those of one estate. Invoices are those of the company, so their ranges count
 * in every estate.
 */

/** Documents whose numbers are taken over. */
export const numberedDocuments = ['receipt', 'invoice'] as const;

/** A number in parts: what stands before its last digits, and those digits without leading zeros. */
interface NumberParts {
  readonly prefix: string;
  readonly digits: string;
}

/** Returns the parts of a number; undefined when it does not end with 1 to 20 digits. */
function numberParts(number: string): NumberParts | undefined {
  const [, prefix = '', digits] = /^(.*?)(\d{1,20})$/.exec(numberKey(number.normalize('NFKC'))) ?? [];
  return digits === undefined ? undefined : { prefix, digits: digits.replace(/^0+(?=\d)/, '') };
}

/** Returns a text that sorts like the numbers with the same prefix. */
function orderOf({ digits }: NumberParts): string {
  return `${String(digits.length).padStart(2, '0')}${digits}`;
}

/**
 * Returns true when `last` has the prefix of `first` and is not below it. Leading zeros do not count: `0099`
 * to `100` is a range.
 */
export function isNumberRange(first: string, last: string): boolean {
  const [from, to] = [numberParts(first), numberParts(last)];
  return from !== undefined && to?.prefix === from.prefix && orderOf(from) <= orderOf(to);
}

/** Returns true when two ranges have a number in common. */
export function rangesOverlap(
  one: { readonly first: string; readonly last: string },
  other: { readonly first: string; readonly last: string },
): boolean {
  const [a, b, c, d] = [one.first, one.last, other.first, other.last].map(numberParts);
  if (!a || !b || !c || !d || a.prefix !== c.prefix) return false;
  return orderOf(a) <= orderOf(d) && orderOf(c) <= orderOf(b);
}

const rangeSchema = z
  .object({
    estateId: z.string(),
    document: z.enum(numberedDocuments),
    first: z.string(),
    last: z.string(),
    openingId: z.string(),
  })
  .meta({ id: 'OldNumberRange' });
type OldRange = z.infer<typeof rangeSchema>;

function partitionOf({ document, estateId }: Pick<OldRange, 'document' | 'estateId'>): string {
  return document === 'receipt' ? `OLDNUMBERS#receipt#${estateId}` : 'OLDNUMBERS#invoice';
}

/** Ranges by prefix and last number: the first one at or after a number is the only one that may have it. */
const oldRanges = entity<OldRange, Omit<OldRange, 'openingId' | 'first'>>({
  table: 'ledger',
  type: 'old-number-range',
  schema: rangeSchema,
  key: ({ document, estateId, last }) => {
    const { prefix, ...rest } = numberParts(last) ?? { prefix: last, digits: '0' };
    return { pk: partitionOf({ document, estateId }), sk: `${prefix}#${orderOf({ prefix, ...rest })}#${estateId}` };
  },
});

/** Adds a range of the system before to the transaction. Again it changes nothing. */
export function carryNumbers(transaction: Transaction, range: OldRange): void {
  transaction.put(oldRanges, range);
}

/** Returns the range that has a number; undefined when none has. */
async function rangeWith(
  of: Pick<OldRange, 'document' | 'estateId'>,
  number: string,
): Promise<{ first: string; last: string } | undefined> {
  const parts = numberParts(number);
  if (!parts) return undefined;
  const { prefix } = parts;
  const has = ({ first }: OldRange) => orderOf(numberParts(first) ?? parts) <= orderOf(parts);
  const from = { partition: partitionOf(of), sort: { from: `${prefix}#${orderOf(parts)}`, to: `${prefix}#~` } };
  if (of.document === 'receipt') {
    // Ranges of an estate have no number in common.
    const { items } = await list(oldRanges, { ...from, limit: 1 });
    return items.find(has);
  }
  for await (const range of everyItem(oldRanges, from)) if (has(range)) return range;
  return undefined;
}

/** Returns true for a receipt number of the system before an estate's cut-over. Others cost no request. */
export async function isOldReceipt({ estateId, cutOver }: LedgerState, number: string): Promise<boolean> {
  if (!cutOver?.hasNumbers) return false;
  return (await rangeWith({ document: 'receipt', estateId }, number)) !== undefined;
}

/** Returns true for an invoice number of the system before, of any estate. */
export async function isOldInvoice(number: string): Promise<boolean> {
  return (await rangeWith({ document: 'invoice', estateId: '' }, number)) !== undefined;
}
