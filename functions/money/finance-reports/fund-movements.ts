import { text } from '../../../shared/kernel/language.ts';
import { accountInChart, accountOf, balanceKey, type Entry } from '../ledger/public.ts';
import { type Column, mergeRows, type Row } from './report-row.ts';

/*
 * What happened to the money that the company holds for others (R32.6): prepaid money, money on meters,
 * deposits, money collected for others, money from unknown payers, and months charged in advance, which
 * recognition uses up (R24.2). One row for each account, those of payers
 * one a kind. Amounts are positive as the owner of the money counts.
 */

/** Where the movement of an entry stands. Kinds without a column of their own stand in `other`. */
const columnOf: Readonly<Partial<Record<Entry['kind'], string>>> = {
  payment: 'received',
  deposit: 'received',
  unidentified: 'received',
  charge: 'billed',
  overpaid: 'transferred',
  identified: 'transferred',
  'taken-off': 'transferred',
  'prepaid-use': 'used',
  'meter-use': 'used',
  recognition: 'used',
  'tax-point': 'transferred',
  refund: 'returned',
  'deposit-return': 'returned',
};

const titles: readonly (readonly [id: string, title: Column['title']])[] = [
  ['opening', text('期初余额', '期初餘額', 'Opening')],
  ['received', text('收入', '收入', 'Received')],
  ['billed', text('代收应收', '代收應收', 'Billed for others')],
  ['transferred', text('转入转出', '轉入轉出', 'Transferred')],
  ['used', text('使用', '使用', 'Used')],
  ['returned', text('退还', '退還', 'Returned')],
  ['other', text('更正及其他', '更正及其他', 'Corrections and other')],
  ['closing', text('期末余额', '期末餘額', 'Closing')],
];

/** The columns: opening, movements, closing. */
export const fundColumns: readonly Column[] = [
  { id: 'name', title: text('科目名称', '科目名稱', 'Name'), type: 'text' },
  { id: 'account', title: text('明细', '明細', 'Account'), type: 'text' },
  ...titles.map(([id, title]): Column => ({ id, title, type: 'fen' })),
];

type Chart = Parameters<typeof accountInChart>[1];

/** Returns true for money of others: every liability but tax and what suppliers are owed. */
export const isHeld = (account: string): boolean => /^liabilities:(?!payable|[a-z-]*vat)/.test(account);

function rowOf(account: string, sums: Row['sums'], chart: Chart): Row {
  const { number, name } = accountInChart(account, chart);
  return { key: account, order: `${number} ${account}`, cells: { name, account }, sums };
}

/** Returns the rows of balances at the start, fen, debit positive. */
export function fundOpenings(balances: Readonly<Record<string, number>>, chart: Chart): Row[] {
  return Object.entries(balances)
    .filter(([account, fen]) => isHeld(account) && fen !== 0)
    .map(([account, fen]) => rowOf(account, { opening: -fen, closing: -fen }, chart));
}

/** Returns the movements of entries. Usage settled for others is billed to them, not used. */
export function fundRows(entries: readonly Entry[], chart: Chart): Row[] {
  const moves = entries.flatMap(({ kind, postings }) =>
    postings
      .filter(({ account }) => isHeld(account))
      .map(({ account, fen }) => {
        const isCollected = accountOf(account).kind === 'held' && kind === 'meter-use';
        const column = isCollected ? 'billed' : (columnOf[kind] ?? 'other');
        return rowOf(balanceKey(account), { [column]: 0 - fen, closing: 0 - fen }, chart);
      }),
  );
  return mergeRows(moves);
}
