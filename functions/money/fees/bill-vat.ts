import { product, ratio, toFenTogether, yuanOf } from '../../../shared/kernel/money.ts';
import {
  type Earned,
  type Taxed,
  taxIn,
  usualVatClass,
  type VatSettings,
  type VatTerms,
  vatTermsOn,
} from '../ledger/public.ts';
import { assertWithinLimit, type Bill, isOwed } from './bill.ts';
import type { BillLine } from './bill-line.ts';
import { isHeld, type StoredFeeItem } from './fee-item.ts';
import { versionOn } from './tariff.ts';

/*
 * Value added tax (增值税) of bills: of each line at its publication (R23.4), of late charge and costs with
 * the service (R23.1), and of what is taken off a line later, at the rate of that line (R22.6).
 */

/**
 * Returns method and rate of a fee item's line on the day of publication; undefined for what is not taxed.
 */
export function vatTermsFor(
  item: StoredFeeItem,
  { to }: Pick<BillLine, 'to'>,
  settings: VatSettings,
  today: string,
): VatTerms | undefined {
  const held = isHeld(item);
  const ofPrice = held ? undefined : versionOn(item.tariff, to)?.vatClass;
  return vatTermsOn(settings, ofPrice ?? usualVatClass({ held, utility: item.utility }), today);
}

/** A part of an amount, with its tax. */
interface Part extends Earned {
  readonly vat?: Taxed | undefined;
}

const fenOf = (all: readonly { readonly fen: number }[]) => all.reduce((sum, { fen }) => sum + fen, 0);

/** Returns the tax in parts of an amount, fen. */
function taxFenOf(parts: readonly Earned[]): number {
  return parts.reduce((sum, { vat }) => sum + (vat?.taxFen ?? 0), 0);
}

/** Returns a record of the tax, unless there is none. */
export function taxRecord(parts: readonly Earned[]): { taxFen?: number } {
  const taxFen = taxFenOf(parts);
  return taxFen === 0 ? {} : { taxFen };
}

/**
 * Divides late charge or costs by the rates of the service that they belong to (R23.1, R34.5): the own
 * lines, in proportion to their amounts. The same bill and amount give the same parts, because its lines
 * never change.
 */
export function partsBesidePrice(bill: Pick<Bill, 'lines'>, feeItemId: string, fen: number): Part[] {
  const own = bill.lines.filter((line) => !line.held && line.fen > 0);
  const keyOf = ({ vat, ownersFund }: BillLine) =>
    `${ownersFund === true} ${vat ? `${vat.method} ${vat.percent} ${vat.onDifference}` : ''}`;
  const groups = [...Map.groupBy(own, keyOf).values()];
  const [first] = own;
  if (groups.length < 2) return [taxed(feeItemId, fen, first)];
  const all = fenOf(own);
  const parts = toFenTogether(groups.map((lines) => product(yuanOf(fen), ratio(fenOf(lines), all))));
  return groups.map((lines, i) => taxed(feeItemId, parts[i] ?? 0, lines[0])).filter((part) => part.fen > 0);
}

function taxed(feeItemId: string, fen: number, like: Pick<BillLine, 'vat' | 'ownersFund'> | undefined): Part {
  const { vat: terms, ownersFund } = like ?? {};
  return { feeItemId, fen, ...(ownersFund && { ownersFund }), ...(terms && { vat: taxIn(fen, terms) }) };
}

/** Returns what is left of a line, fen: its amount and its tax less what was taken off both. */
export function leftOf(
  { lines, lowered = [] }: Pick<Bill, 'lines' | 'lowered'>,
  nth: number,
): { fen: number; taxFen: number } {
  const line = lines[nth];
  const mine = lowered.filter((one) => one.line === nth);
  const taxOff = mine.reduce((sum, { taxFen }) => sum + taxFen, 0);
  return { fen: (line?.fen ?? 0) - fenOf(mine), taxFen: (line?.vat?.taxFen ?? 0) - taxOff };
}

/** Returns what invoices less red invoices have of a line, fen. */
export function invoicedFen({ invoiced = [] }: Pick<Bill, 'invoiced'>, nth: number): number {
  return fenOf(invoiced.filter((one) => one.line === nth));
}

/** An amount to take off the line `nth` of a bill; `nth` is -1 where the bill has no such line. */
export interface OffLine {
  readonly nth: number;
  readonly feeItemId: string;
  readonly held?: boolean;
  readonly fen: number;
}

/** Says that lines of a fee item are held for the owners, where they are (R34.5). */
export function fundOf({ lines }: Pick<Bill, 'lines'>, { feeItemId }: { feeItemId: string }): { ownersFund?: true } {
  return lines.some((line) => line.feeItemId === feeItemId && line.ownersFund) ? { ownersFund: true } : {};
}

/**
 * Takes amounts off lines of a bill. The tax in each is that of the line's rate (R21.6); what takes the
 * rest of a line takes the rest of its tax. Returns the parts in the same order, and the bill with its
 * records.
 * @throws Problem 409 `bill-is-full`.
 */
export function lowerLines(
  bill: Bill,
  offs: readonly OffLine[],
  by: { entryId: string; noteId?: string },
): { bill: Bill; parts: Part[] } {
  let after = bill;
  const parts = offs.map(({ nth, fen, ...off }): Part => {
    const terms = after.lines[nth]?.vat;
    const of = { ...off, ...fundOf(bill, off) };
    if (!terms || fen === 0) return { ...of, fen };
    const left = leftOf(after, nth);
    const own = taxIn(fen, terms);
    const vat = { ...own, taxFen: fen >= left.fen ? left.taxFen : Math.min(own.taxFen, left.taxFen) };
    assertWithinLimit(after, 'lowered');
    after = { ...after, lowered: [...(after.lowered ?? []), { ...by, line: nth, fen, taxFen: vat.taxFen }] };
    return { ...of, fen, vat };
  });
  return { bill: after, parts };
}

/**
 * Returns how a waiver of principal is taken off the lines of its fee item, the first lines first. What an
 * invoice has already keeps its tax: a discount lowers the tax only on the same invoice (R23.8), so that
 * part lowers revenue alone.
 */
export function offLinesOf(bill: Bill, feeItemId: string, fen: number): OffLine[] {
  let rest = fen;
  const offs = bill.lines.flatMap((line, nth) => {
    if (line.feeItemId !== feeItemId) return [];
    const part = Math.min(rest, Math.max(0, leftOf(bill, nth).fen - invoicedFen(bill, nth)));
    rest -= part;
    return part > 0 ? [{ nth, feeItemId, fen: part }] : [];
  });
  return rest > 0 ? [...offs, { nth: -1, feeItemId, fen: rest }] : offs;
}

/**
 * Returns the value added tax that the entries of a bill have, fen: what was charged less what was taken off.
 */
export function postedTaxFen(bill: Bill): number {
  if (!isOwed(bill)) return 0;
  const { lines, lateClaims, costs, waived } = bill;
  // The tax of months in advance is pending, and later due in entries of its own (R24.1).
  const isDue = ({ advanceId }: BillLine) => advanceId === undefined;
  const lowered = (bill.lowered ?? []).filter(({ line: nth }) => lines.some((line, i) => i === nth && isDue(line)));
  const sum = (all: readonly { readonly taxFen?: number | undefined }[]) =>
    all.reduce((total, { taxFen = 0 }) => total + taxFen, 0);
  return (
    sum(lines.filter(isDue).map(({ vat }) => vat ?? {})) + sum(lateClaims) + sum(costs) - sum(waived) - sum(lowered)
  );
}
