import { text } from '../../../shared/kernel/language.ts';
import { accountInChart, balanceKey, type Entry } from '../ledger/public.ts';
import { type Column, mergeRows, type Row } from './report-row.ts';

/*
 * The balances and turnovers of all accounts for a span of closed days (科目余额表, R32.6). Accounts of payers
 * are one row a kind, as the closes store them.
 */

/** The columns: debit is positive, so assets are above zero and liabilities below. */
export const accountColumns: readonly Column[] = [
  { id: 'number', title: text('科目编码', '科目編碼', 'Number'), type: 'text' },
  { id: 'name', title: text('科目名称', '科目名稱', 'Name'), type: 'text' },
  { id: 'account', title: text('明细', '明細', 'Account'), type: 'text' },
  { id: 'opening', title: text('期初余额', '期初餘額', 'Opening'), type: 'fen' },
  { id: 'debit', title: text('本期借方', '本期借方', 'Debit'), type: 'fen' },
  { id: 'credit', title: text('本期贷方', '本期貸方', 'Credit'), type: 'fen' },
  { id: 'closing', title: text('期末余额', '期末餘額', 'Closing'), type: 'fen' },
];

type Chart = Parameters<typeof accountInChart>[1];

/** Returns the row of an account. */
function rowOf(account: string, sums: Row['sums'], chart: Chart): Row {
  const { number, name } = accountInChart(account, chart);
  return { key: account, order: `${number} ${account}`, cells: { number, name, account }, sums };
}

/** Returns the rows of balances at the start. */
export function openingRows(balances: Readonly<Record<string, number>>, chart: Chart): Row[] {
  return Object.entries(balances)
    .filter(([, fen]) => fen !== 0)
    .map(([account, opening]) => rowOf(account, { opening, closing: opening }, chart));
}

/** Returns the turnovers of entries. */
export function turnoverRows(entries: readonly Entry[], chart: Chart): Row[] {
  return mergeRows(
    entries
      .flatMap(({ postings }) => postings)
      .map(({ account, fen }) =>
        rowOf(balanceKey(account), { [fen > 0 ? 'debit' : 'credit']: Math.abs(fen), closing: fen }, chart),
      ),
  );
}
