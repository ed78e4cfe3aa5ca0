import * as z from 'zod';
import { yuanText } from '../../../shared/kernel/money.ts';
import { type AccountKind, accountOf, payerOfAccount } from './account.ts';
import type { Entry, Posting } from './posting.ts';
import { inOrder } from './statement.ts';

/*
 * Vouchers (记账凭证) for the accounting program of a company (R31): one voucher for each entry, one row for
 * each posting. Programs differ in the numbers of accounts and in the columns, so both are maps that an
 * estate sets.
 */

/**
 * The accounts of the enterprise standard (企业会计准则, R31.1). The ministry calls its numbers a reference;
 * those behind a point and that of bad debts are a choice.
 */
const standardAccounts: Readonly<Record<AccountKind, { number: string; name: string }>> = {
  cash: { number: '1001', name: '库存现金' },
  bank: { number: '1002', name: '银行存款' },
  transit: { number: '1002.90', name: '在途资金' },
  channel: { number: '1012', name: '其他货币资金' },
  receivable: { number: '1122', name: '应收账款' },
  answerable: { number: '1221', name: '其他应收款' },
  unexplained: { number: '1901', name: '待处理财产损溢' },
  prepaid: { number: '2203', name: '预收账款' },
  deposit: { number: '2241.01', name: '其他应付款-押金' },
  held: { number: '2241.02', name: '其他应付款-代收代付' },
  meter: { number: '2241.03', name: '其他应付款-预存在表' },
  suspense: { number: '2241.90', name: '其他应付款-待查收款' },
  'output-vat': { number: '2221.01.01', name: '应交税费-应交增值税-销项税额' },
  'simplified-vat': { number: '2221.09', name: '应交税费-简易计税' },
  'small-scale-vat': { number: '2221.01', name: '应交税费-应交增值税' },
  revenue: { number: '6001', name: '主营业务收入' },
  'cash-gains': { number: '6301', name: '营业外收入' },
  'cash-losses': { number: '6602', name: '管理费用' },
  'bad-debts': { number: '6702', name: '信用减值损失' },
  'channel-fees': { number: '6603', name: '财务费用' },
  compensation: { number: '6711', name: '营业外支出' },
};
const kinds = z.enum(Object.keys(standardAccounts).filter((kind): kind is AccountKind => kind in standardAccounts));

/** What a column may hold. */
const fields = [
  'date',
  'group',
  'number',
  'line',
  'summary',
  'account',
  'accountName',
  'subAccount',
  'currency',
  'debit',
  'credit',
  'payer',
  'reference',
  'receipt',
  'bill',
  'entry',
  'attachments',
  'blank',
] as const;
type Field = (typeof fields)[number];

/** How vouchers are written: numbers of accounts, and the columns in their order. */
export const voucherFormatSchema = z
  .strictObject({
    /** The word of a voucher (凭证字). */
    group: z.string().min(1).max(8),
    /** Accounts whose number or name differs from the enterprise standard. */
    accounts: z
      .array(z.strictObject({ kind: kinds, number: z.string().min(1).max(32), name: z.string().min(1).max(60) }))
      .max(40),
    columns: z
      .array(z.strictObject({ title: z.string().min(1).max(40), field: z.enum(fields) }))
      .min(1)
      .max(60),
  })
  .meta({ id: 'VoucherFormat' });
export type VoucherFormat = z.infer<typeof voucherFormatSchema>;

/** A neutral format: what every program can import after a mapping of its columns (R31.5). */
export const neutralVouchers: VoucherFormat = {
  group: '记',
  accounts: [],
  columns: [
    { title: '制单日期', field: 'date' },
    { title: '凭证类别字', field: 'group' },
    { title: '凭证号', field: 'number' },
    { title: '附单据数', field: 'attachments' },
    { title: '分录号', field: 'line' },
    { title: '摘要', field: 'summary' },
    { title: '科目编码', field: 'account' },
    { title: '科目名称', field: 'accountName' },
    { title: '明细', field: 'subAccount' },
    { title: '币种', field: 'currency' },
    { title: '借方金额', field: 'debit' },
    { title: '贷方金额', field: 'credit' },
    { title: '客户', field: 'payer' },
    { title: '票据号', field: 'receipt' },
    { title: '账单号', field: 'bill' },
    { title: '来源单号', field: 'reference' },
    { title: '分录标识', field: 'entry' },
  ],
};

/** Returns a cell of CSV. A text that a spreadsheet would compute is preceded by an apostrophe. */
function cell(value: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+\.\d\d$)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
const row = (values: readonly string[]) => `${values.map(cell).join(',')}\r\n`;

function rowOf(entry: Entry, posting: Posting, at: { number: number; line: number }, format: VoucherFormat): string {
  const { kind, ids } = accountOf(posting.account);
  const account = format.accounts.find((one) => one.kind === kind) ?? standardAccounts[kind];
  const values: Record<Field, string> = {
    date: entry.postedOn,
    group: format.group,
    number: String(at.number),
    line: String(at.line),
    summary: entry.description || entry.reference,
    account: account.number,
    accountName: account.name,
    subAccount: ids.join('.'),
    currency: 'CNY',
    debit: posting.fen > 0 ? yuanText(posting.fen) : '',
    credit: posting.fen < 0 ? yuanText(-posting.fen) : '',
    payer: payerOfAccount(posting.account) ?? '',
    reference: entry.reference,
    receipt: entry.receiptNumber ?? '',
    bill: posting.bill?.billId ?? '',
    entry: entry.entryId,
    attachments: '0',
    blank: '',
  };
  return row(format.columns.map(({ field }) => values[field]));
}

/** Returns the first row of a voucher file: a byte order mark, which spreadsheets need, and the titles. */
export function voucherHead({ columns }: VoucherFormat): string {
  return `\uFEFF${row(columns.map(({ title }) => title))}`;
}

/**
 * Returns the vouchers of entries in ledger order, numbered from `first`. The debits of a voucher equal its
 * credits. The same entries, format and number give the same bytes (R31.6).
 */
export function vouchersOf(entries: readonly Entry[], format: VoucherFormat, first: number): string {
  return inOrder(entries)
    .map((entry, i) =>
      entry.postings
        .map((posting, line) => rowOf(entry, posting, { number: first + i, line: line + 1 }, format))
        .join(''),
    )
    .join('');
}
