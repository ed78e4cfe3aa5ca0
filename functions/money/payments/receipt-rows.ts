import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import type { Span } from '../../../shared/kernel/periods.ts';
import { type Bill, type DebtPart, debtParts } from '../fees/public.ts';
import { accountOf, type Entry } from '../ledger/public.ts';
import { onBillsFen, type Payment } from './payment.ts';

/** What a part of the money on a receipt is for. */
export interface ReceiptRow {
  /** The fee item by name, or what the money is kept for. */
  readonly name: string;
  /** The unit of the bill. */
  readonly where?: string;
  readonly period?: Span;
  /** Costs or late charge of the bill; absent for its principal. */
  readonly part?: Exclude<DebtPart, 'principal'>;
  readonly fen: number;
}

/** Names of the parts of a bill beside its principal. */
export const partWords: Readonly<Record<Exclude<DebtPart, 'principal'>, Text>> = {
  costs: text('费用', '費用', 'Costs'),
  'late-charge': text('违约金', '違約金', 'Late charge'),
};

const words = {
  prepaid: text('转入预存', '轉入預存', 'Kept as prepaid'),
  prepaidFor: text('转入预存（{name}）', '轉入預存（{name}）', 'Kept as prepaid for {name}'),
  meter: text('充值到表 {name}', '充值到表 {name}', 'On the meter {name}'),
  deposit: text(
    '{name}押金（依协议退还）',
    '{name}押金（依協議退還）',
    'Deposit for {name} (returned under the agreement)',
  ),
  join: text('、', '、', ', '),
} as const;

/**
 * Returns the rows of one bill: its lines when the money pays all of them, else their names in one row.
 */
function rowsOfBill(bill: Bill, parts: Readonly<Record<DebtPart, number>>, language: Language): ReceiptRow[] {
  const about = { where: bill.unitLabel, period: bill.period };
  const names = [...new Set(bill.lines.map(({ name }) => name))].join(say(words.join, language));
  return debtParts.flatMap((part): ReceiptRow[] => {
    const fen = parts[part];
    if (fen === 0) return [];
    if (part !== 'principal') return [{ ...about, name: names, part, fen }];
    if (fen !== bill.fen) return [{ ...about, name: names, fen }];
    return bill.lines.map((line) => ({
      ...about,
      name: line.name,
      ...(line.period && { period: line.period }),
      fen: line.fen,
    }));
  });
}

/**
 * Returns what the money of a receipt is for, by name: the bills that it pays now, and what is kept as
 * prepaid money, on a meter, or as a deposit. The rows add up to the money of the entry.
 * `names` are those of fee items, meters and deposits by id.
 */
export function receiptRows(
  of: {
    entry: Entry;
    /** The payment of the receipt; absent for a deposit, and for money that was taken back or moved. */
    payment?: Payment | undefined;
    bills: readonly Bill[];
    names: ReadonlyMap<string, string>;
  },
  language: Language,
): ReceiptRow[] {
  const { entry, payment, bills, names } = of;
  const allocation = payment?.allocation ?? [];
  const paid = allocation.flatMap(({ billId, unitLabel, parts }): ReceiptRow[] => {
    const bill = bills.find((one) => one.billId === billId);
    if (bill) return rowsOfBill(bill, parts, language);
    return [{ name: unitLabel, fen: onBillsFen([{ parts }]) }];
  });
  let used = onBillsFen(allocation);
  const kept = entry.postings.flatMap(({ account, fen }): ReceiptRow[] => {
    const { kind, ids } = accountOf(account);
    if (kind !== 'prepaid' && kind !== 'meter' && kind !== 'deposit') return [];
    const left = -fen - Math.min(-fen, used);
    used -= -fen - left;
    return left > 0 ? [{ name: keptName(kind, ids[1], names, language), fen: left }] : [];
  });
  return [...paid, ...kept];
}

function keptName(
  kind: 'prepaid' | 'meter' | 'deposit',
  id: string | undefined,
  names: ReadonlyMap<string, string>,
  language: Language,
): string {
  const name = id === undefined ? undefined : names.get(id);
  if (kind === 'deposit') return say(words.deposit, language, { name: name ?? id ?? '' });
  if (kind === 'meter') return say(words.meter, language, { name: name ?? '' }).trim();
  return name === undefined ? say(words.prepaid, language) : say(words.prepaidFor, language, { name });
}
