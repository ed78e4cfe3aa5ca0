import * as z from 'zod';
import { byteOrderMark, csvRow } from '../../../shared/files/csv.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import { type AccountKind, balanceKey, payerOfAccount } from './account.ts';
import { type Entry, type Posting, sumFen } from './posting.ts';

/*
 * Vouchers (记账凭证) for the accounting program of a company (R31): one voucher for each entry or for each day,
 * one row for each line. Programs differ in the numbers of accounts and in the columns, so both are maps that
 * an estate sets.
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
  'agency-receivable': { number: '1221', name: '其他应收款-代收' },
  provision: { number: '1231', name: '坏账准备' },
  'bad-debts-recovered': { number: '1231', name: '坏账准备' },
  unexplained: { number: '1901', name: '待处理财产损溢' },
  payable: { number: '2202', name: '应付账款' },
  prepaid: { number: '2203', name: '预收账款' },
  deposit: { number: '2241.01', name: '其他应付款-押金' },
  held: { number: '2241.02', name: '其他应付款-代收代付' },
  meter: { number: '2241.03', name: '其他应付款-预存在表' },
  'maintenance-fund': { number: '2241.04', name: '其他应付款-专项维修资金' },
  common: { number: '2241.05', name: '其他应付款-公共收益' },
  'service-fund': { number: '2241.06', name: '其他应付款-物业服务资金' },
  suspense: { number: '2241.90', name: '其他应付款-待查收款' },
  advance: { number: '2205', name: '合同负债' },
  'invoiced-advance': { number: '2205', name: '合同负债' },
  'pending-vat': { number: '2221.06', name: '应交税费-待转销项税额' },
  'output-vat': { number: '2221.01.01', name: '应交税费-应交增值税-销项税额' },
  'simplified-vat': { number: '2221.09', name: '应交税费-简易计税' },
  'small-scale-vat': { number: '2221.01', name: '应交税费-应交增值税' },
  opening: { number: '4104', name: '利润分配' },
  revenue: { number: '6001', name: '主营业务收入' },
  'other-revenue': { number: '6051', name: '其他业务收入' },
  'cash-gains': { number: '6301', name: '营业外收入' },
  'cash-losses': { number: '6602', name: '管理费用' },
  'bad-debts': { number: '6702', name: '信用减值损失' },
  'channel-fees': { number: '6603', name: '财务费用' },
  'operating-costs': { number: '6401', name: '主营业务成本' },
  'finance-costs': { number: '6603', name: '财务费用' },
  compensation: { number: '6711', name: '营业外支出' },
};
/**
 * Accounts of the standard for small enterprises (小企业会计准则, R31.3) that differ: it has no provision for bad
 * debts, and numbers income and expense from 5001.
 */
const smallBusinessAccounts: Readonly<Record<string, { number: string; name: string }>> = {
  advance: { number: '2203', name: '预收账款' },
  'invoiced-advance': { number: '2203', name: '预收账款' },
  opening: { number: '3104', name: '利润分配' },
  revenue: { number: '5001', name: '主营业务收入' },
  'other-revenue': { number: '5051', name: '其他业务收入' },
  'cash-gains': { number: '5301', name: '营业外收入' },
  'cash-losses': { number: '5711', name: '营业外支出' },
  'operating-costs': { number: '5401', name: '主营业务成本' },
  'bad-debts': { number: '5711', name: '营业外支出' },
  provision: { number: '5711', name: '营业外支出' },
  'bad-debts-recovered': { number: '5301', name: '营业外收入' },
  'finance-costs': { number: '5603', name: '财务费用' },
  'channel-fees': { number: '5603', name: '财务费用' },
  compensation: { number: '5711', name: '营业外支出' },
};

const kinds = z.enum(Object.keys(standardAccounts).filter((kind): kind is AccountKind => kind in standardAccounts));

/** What a column may hold. */
const fields = [
  'date',
  'occurredOn',
  'period',
  'group',
  'number',
  'line',
  'summary',
  'account',
  'accountName',
  'subAccount',
  'currency',
  'direction',
  'amount',
  'debit',
  'credit',
  'payer',
  'payerClass',
  'reference',
  'receipt',
  'bill',
  'entry',
  'attachments',
  'blank',
  'constant',
] as const;
type Field = (typeof fields)[number];

/** How vouchers are written: numbers of accounts, and the columns in their order. */
export const voucherFormatSchema = z
  .strictObject({
    /** The word of a voucher (凭证字). */
    group: z.string().min(1).max(8),
    /** The chart of accounts: 企业会计准则 by default, or 小企业会计准则. */
    standard: z.enum(['enterprise', 'small-business']).optional(),
    /** A voucher for each `entry` (by default), or one for each `day` that adds up its entries by account. */
    summing: z.enum(['entry', 'day']).optional(),
    /** Reversals and credit notes: on the `opposite` side (by default), or red and `negative` on the same. */
    red: z.enum(['opposite', 'negative']).optional(),
    /** Accounts whose number or name differs from the standard. */
    accounts: z
      .array(
        z.strictObject({
          kind: kinds,
          /** Only of this account, such as the revenue of one fee item or one bank account. */
          of: z.string().min(1).max(64).optional(),
          number: z.string().min(1).max(32),
          name: z.string().min(1).max(60),
        }),
      )
      .max(200),
    columns: z
      .array(
        z.strictObject({
          title: z.string().min(1).max(40),
          field: z.enum(fields),
          /** The text of a `constant` column. */
          text: z.string().max(40).optional(),
        }),
      )
      .min(1)
      .max(60),
  })
  .meta({ id: 'VoucherFormat' });
export type VoucherFormat = z.infer<typeof voucherFormatSchema>;
type Chart = Pick<VoucherFormat, 'accounts' | 'standard'>;

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

/**
 * Columns of the exchange file of 金蝶 (R31.4): those of one product line, with one auxiliary. `FATTCHMENT` is
 * spelled so. Programs that differ need a map of their own.
 */
export const kingdeeVouchers: VoucherFormat = {
  group: '记',
  accounts: [],
  columns: [
    { title: 'FDATE', field: 'date' },
    { title: 'FTRANSDATE', field: 'occurredOn' },
    { title: 'FPERIOD', field: 'period' },
    { title: 'FGROUP', field: 'group' },
    { title: 'FNUM', field: 'number' },
    { title: 'FENTRYID', field: 'line' },
    { title: 'FEXP', field: 'summary' },
    { title: 'FACCTID', field: 'account' },
    { title: 'FCLSNAME1', field: 'payerClass' },
    { title: 'FOBJID1', field: 'payer' },
    { title: 'FOBJNAME1', field: 'payer' },
    { title: 'FTRANSID', field: 'blank' },
    { title: 'FCYID', field: 'constant', text: 'RMB' },
    { title: 'FEXCHRATE', field: 'constant', text: '1' },
    { title: 'FDC', field: 'direction' },
    { title: 'FFCYAMT', field: 'amount' },
    { title: 'FQTY', field: 'constant', text: '0' },
    { title: 'FPRICE', field: 'constant', text: '0' },
    { title: 'FDEBIT', field: 'debit' },
    { title: 'FCREDIT', field: 'credit' },
    { title: 'FSETTLCODE', field: 'blank' },
    { title: 'FSETTLENO', field: 'receipt' },
    { title: 'FPREPARE', field: 'blank' },
    { title: 'FPAY', field: 'blank' },
    { title: 'FCASH', field: 'blank' },
    { title: 'FPOSTER', field: 'blank' },
    { title: 'FCHECKER', field: 'blank' },
    { title: 'FATTCHMENT', field: 'attachments' },
    { title: 'FPOSTED', field: 'constant', text: '0' },
    { title: 'FMODULE', field: 'blank' },
    { title: 'FDELETED', field: 'constant', text: '0' },
    { title: 'FSERIALNO', field: 'entry' },
    { title: 'FUNITNAME', field: 'blank' },
    { title: 'FREFERENCE', field: 'reference' },
    { title: 'FCASHFLOW', field: 'blank' },
    { title: 'FHANDLER', field: 'blank' },
  ],
};

/**
 * Returns the number and the name of an account in the chart of the accounting program, by the estate's map.
 * `code` is an account or the key of its balance (`balanceKey`).
 */
export function accountInChart(
  code: string,
  { accounts, standard }: Chart,
): { readonly number: string; readonly name: string } {
  const [, word, ...ids] = code.split(':');
  const kind = kinds.parse(word);
  const own = accounts.filter((one) => one.kind === kind);
  const mapped = own.find(({ of }) => of !== undefined && of === ids.at(-1)) ?? own.find(({ of }) => of === undefined);
  return mapped ?? (standard === 'small-business' ? smallBusinessAccounts[kind] : undefined) ?? standardAccounts[kind];
}

/** A line of a voucher: fen on one side, negative for a red one (红字). */
interface Line {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly fen: number;
  readonly payer?: string | undefined;
  readonly bill?: string | undefined;
}

/** A voucher. Its debits equal its credits. */
export interface Voucher {
  readonly date: string;
  readonly occurredOn: string;
  readonly summary: string;
  readonly reference: string;
  readonly receipt: string;
  readonly entry: string;
  readonly lines: readonly Line[];
}

/** Returns the side and the amount of a posting. A red one is negative on the side of what it corrects. */
function sideOf({ fen }: Posting, isRed: boolean): Pick<Line, 'side' | 'fen'> {
  const isDebit = fen > 0 !== isRed;
  return { side: isDebit ? 'debit' : 'credit', fen: isRed ? -Math.abs(fen) : Math.abs(fen) };
}

const isRed = ({ kind }: Entry, { red }: VoucherFormat) =>
  red === 'negative' && (kind === 'reversal' || kind === 'credit-note');

/** Returns the voucher of an entry. */
export function voucherOfEntry(entry: Entry, format: VoucherFormat): Voucher {
  const { postedOn, occurredOn, description, reference, receiptNumber = '', entryId, postings } = entry;
  return {
    date: postedOn,
    occurredOn,
    summary: description || reference,
    reference,
    receipt: receiptNumber,
    entry: entryId,
    lines: postings.map((posting) => ({
      account: posting.account,
      ...sideOf(posting, isRed(entry, format)),
      payer: payerOfAccount(posting.account),
      bill: posting.bill?.billId,
    })),
  };
}

/** Adds up the entries of days by account and side, one voucher for each day (R31.6). */
export class DayVouchers {
  readonly #days = new Map<string, Map<string, Line>>();
  readonly #format: VoucherFormat;

  constructor(format: VoucherFormat) {
    this.#format = format;
  }

  /** Adds entries, in any order. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const day = this.#days.get(entry.postedOn) ?? new Map<string, Line>();
      this.#days.set(entry.postedOn, day);
      for (const posting of entry.postings) {
        const account = balanceKey(posting.account);
        const { side, fen } = sideOf(posting, isRed(entry, this.#format));
        const key = `${account} ${side} ${fen < 0 ? 'red' : ''}`;
        day.set(key, { account, side, fen: sumFen([day.get(key)?.fen ?? 0, fen]) });
      }
    }
  }

  /** Returns the vouchers in the order of the days. */
  all(): Voucher[] {
    return [...this.#days]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, lines]) => ({
        date,
        occurredOn: date,
        summary: `${date} 日汇总`,
        reference: date,
        receipt: '',
        entry: '',
        lines: [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line),
      }));
  }
}

/** Returns the sum of the debits of vouchers, fen. */
export function debitsOf(vouchers: readonly Voucher[]): number {
  return sumFen(vouchers.flatMap(({ lines }) => lines.flatMap(({ side, fen }) => (side === 'debit' ? [fen] : []))));
}

function rowOf(voucher: Voucher, line: Line, at: { number: number; line: number }, format: VoucherFormat): string {
  const account = accountInChart(line.account, format);
  const isDebit = line.side === 'debit';
  const [, , ...ids] = line.account.split(':');
  const values: Record<Exclude<Field, 'constant'>, string> = {
    date: voucher.date,
    occurredOn: voucher.occurredOn,
    period: String(Number(voucher.date.slice(5, 7))),
    group: format.group,
    number: String(at.number),
    line: String(at.line),
    summary: voucher.summary,
    account: account.number,
    accountName: account.name,
    subAccount: ids.join('.'),
    currency: 'CNY',
    direction: isDebit ? '0' : '1',
    amount: yuanText(line.fen),
    debit: isDebit ? yuanText(line.fen) : '',
    credit: isDebit ? '' : yuanText(line.fen),
    payer: line.payer ?? '',
    payerClass: line.payer === undefined ? '' : '客户',
    reference: voucher.reference,
    receipt: voucher.receipt,
    bill: line.bill ?? '',
    entry: voucher.entry,
    attachments: '0',
    blank: '',
  };
  return csvRow(format.columns.map(({ field, text = '' }) => (field === 'constant' ? text : values[field])));
}

/** Returns the first row of a voucher file: a byte order mark, which spreadsheets need, and the titles. */
export function voucherHead({ columns }: VoucherFormat): string {
  return `${byteOrderMark}${csvRow(columns.map(({ title }) => title))}`;
}

/**
 * Returns the rows of vouchers, numbered from `first`. The same vouchers, format and number give the same
 * bytes (R31.6).
 */
export function voucherRows(vouchers: readonly Voucher[], format: VoucherFormat, first: number): string {
  return vouchers
    .map((voucher, i) =>
      voucher.lines.map((line, nth) => rowOf(voucher, line, { number: first + i, line: nth + 1 }, format)).join(''),
    )
    .join('');
}
