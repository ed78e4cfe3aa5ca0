import { text } from '../../../shared/kernel/language.ts';
import { balanceKey, type Entry, payerOfAccount } from '../ledger/public.ts';
import type { Column, Row, Sums } from './report-row.ts';

/* The general ledger of one account (总账明细): each posting of closed days with the balance after it. */

const words: readonly (readonly [id: string, title: Column['title']])[] = [
  ['day', text('日期', '日期', 'Day')],
  ['summary', text('摘要', '摘要', 'Summary')],
  ['reference', text('来源单号', '來源單號', 'Reference')],
  ['receipt', text('票据号', '票據號', 'Receipt')],
  ['payer', text('付款人', '付款人', 'Payer')],
  ['entry', text('分录标识', '分錄標識', 'Entry')],
];

/** The columns. `balance` is debit positive. */
export const ledgerColumns: readonly Column[] = [
  ...words.map(([id, title]): Column => ({ id, title, type: 'text' })),
  { id: 'debit', title: text('借方', '借方', 'Debit'), type: 'fen' },
  { id: 'credit', title: text('贷方', '貸方', 'Credit'), type: 'fen' },
  { id: 'balance', title: text('余额', '餘額', 'Balance'), type: 'fen' },
];

const openingWord = text('期初余额', '期初餘額', 'Opening balance');

/** Returns the row of the balance before the first day. */
export function openingRow(balance: number, language: keyof typeof openingWord): Row {
  return { key: 'opening', order: '', cells: { summary: openingWord[language] }, sums: { balance } };
}

/**
 * Returns the rows of the postings of an account, in ledger order, from a balance before them. The total of
 * `balance` is what they changed.
 */
export function ledgerRows(
  entries: readonly Entry[],
  account: string,
  balanceBefore: number,
): { rows: Row[]; totals: Sums } {
  let balance = balanceBefore;
  const [totals, rows]: [Record<string, number>, Row[]] = [{ debit: 0, credit: 0, balance: 0 }, []];
  for (const { entryId, postedOn, description, reference, receiptNumber = '', postings } of entries) {
    const mine = postings.filter((posting) => balanceKey(posting.account) === account);
    for (const [nth, { account: code, fen }] of mine.entries()) {
      balance += fen;
      const side = fen > 0 ? 'debit' : 'credit';
      totals[side] = (totals[side] ?? 0) + Math.abs(fen);
      totals.balance = (totals.balance ?? 0) + fen;
      const about = { day: postedOn, summary: description, reference, receipt: receiptNumber, entry: entryId };
      const cells = { ...about, payer: payerOfAccount(code) ?? '' };
      rows.push({ key: `${entryId} ${nth}`, order: entryId, cells, sums: { [side]: Math.abs(fen), balance } });
    }
  }
  return { rows, totals };
}
