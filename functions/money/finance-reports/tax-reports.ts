import { text } from '../../../shared/kernel/language.ts';
import type { Span } from '../../../shared/kernel/periods.ts';
import { uninvoicedFen } from '../fees/public.ts';
import type { Invoice } from '../invoices/public.ts';
import { type Entry, VatOfPeriod } from '../ledger/public.ts';
import type { UnitDebts } from './grouping.ts';
import { type Column, fenColumn, type Row, textColumn } from './report-row.ts';

/*
 * Value added tax and invoices (R32.6): sales and tax by month, method and rate; the register of invoices;
 * what is billed and not invoiced yet.
 */

const net = fenColumn('net', text('不含税金额', '未稅金額', 'Net'));
const tax = fenColumn('tax', text('税额', '稅額', 'Tax'));
const gross = fenColumn('gross', text('价税合计', '價稅合計', 'Gross'));

export const taxColumns: readonly Column[] = [
  textColumn('month', text('月份', '月份', 'Month')),
  textColumn('method', text('计税方法', '計稅方法', 'Method')),
  textColumn('rate', text('税率或征收率（%）', '稅率或徵收率（%）', 'Rate (%)')),
  net,
  tax,
  gross,
];

/** The names of the methods. A report keeps them in the language of its files. */
const methods = {
  'output-vat': text('一般计税', '一般計稅', 'General method'),
  'simplified-vat': text('简易计税', '簡易計稅', 'Simplified method'),
  'small-scale-vat': text('小规模纳税人', '小規模納稅人', 'Small-scale taxpayer'),
} as const;
const untaxed = text('不计税', '不計稅', 'Not taxed');

/**
 * Returns the sales and the tax of entries by month, method and rate, and the revenue that bore no tax
 * (R32.6).
 */
export function taxRows(entries: readonly Entry[], language: keyof typeof untaxed): Row[] {
  return [...Map.groupBy(entries, ({ postedOn }) => postedOn.slice(0, 7))].flatMap(([month, ofMonth]) => {
    const sales = new VatOfPeriod();
    sales.add(ofMonth);
    const { rows, untaxedFen } = sales.summary({ from: month, to: month, months: 1, taxpayer: undefined });
    const rowOf = (key: string, cells: Row['cells'], netFen: number, taxFen: number): Row => ({
      key: `${month} ${key}`,
      order: `${month} ${key}`,
      cells: { month, ...cells },
      sums: { net: netFen, tax: taxFen, gross: netFen + taxFen },
    });
    const taxed = rows.map(({ kind, percent, netFen, taxFen }) =>
      rowOf(`${kind} ${percent}`, { method: methods[kind][language], rate: percent }, netFen, taxFen),
    );
    const free = untaxedFen === 0 ? [] : [rowOf('untaxed', { method: untaxed[language], rate: '' }, untaxedFen, 0)];
    return [...taxed, ...free];
  });
}

export const registerColumns: readonly Column[] = [
  textColumn('issuedOn', text('开票日期', '開票日期', 'Issued on')),
  textColumn('number', text('发票号码', '發票號碼', 'Number')),
  textColumn('kind', text('票种', '票種', 'Kind')),
  textColumn('buyer', text('购买方', '購買方', 'Buyer')),
  textColumn('state', text('状态', '狀態', 'State')),
  textColumn('blue', text('对应蓝字发票', '對應藍字發票', 'Takes back')),
  net,
  tax,
  gross,
  fenColumn('red', text('已红冲', '已紅沖', 'Taken back')),
];

const kinds = {
  special: text('专用发票', '專用發票', 'Special'),
  ordinary: text('普通发票', '普通發票', 'Ordinary'),
} as const;
const states = {
  blue: text('蓝字', '藍字', 'Blue'),
  'part-red': text('部分红冲', '部分紅沖', 'Taken back in part'),
  red: text('全额红冲', '全額紅沖', 'Taken back'),
} as const;
const redInvoice = text('红字', '紅字', 'Red');

/**
 * Returns the row of an invoice whose day is in a span (R23.8). A red invoice has negative amounts; what is
 * taken back of a blue one is as it is now.
 */
export function registerRow(invoice: Invoice, { from, to }: Span, language: keyof typeof redInvoice): Row | undefined {
  const { number, issuedOn, kind, buyer, state, red, netFen, taxFen, fen, redFen } = invoice;
  if (issuedOn < from || issuedOn > to) return undefined;
  return {
    key: number,
    order: `${issuedOn} ${number}`,
    cells: {
      issuedOn,
      number,
      kind: kinds[kind][language],
      buyer: buyer.name,
      state: red ? redInvoice[language] : states[state][language],
      blue: red?.number ?? '',
    },
    sums: { net: netFen, tax: taxFen, gross: fen, red: redFen },
  };
}

export const uninvoicedColumns: readonly Column[] = [
  textColumn('building', text('楼栋', '棟別', 'Building')),
  textColumn('unit', text('房屋', '房屋', 'Unit')),
  textColumn('payer', text('付款人', '付款人', 'Payer')),
  textColumn('bill', text('账单', '帳單', 'Bill')),
  textColumn('item', text('收费项目', '收費項目', 'Fee item')),
  textColumn('from', text('费用期间自', '費用期間自', 'Service from')),
  textColumn('to', text('费用期间至', '費用期間至', 'Service to')),
  textColumn('rate', text('税率（%）', '稅率（%）', 'Rate (%)')),
  fenColumn('fen', text('未开票金额（含税）', '未開票金額（含稅）', 'Not invoiced, tax included')),
  fenColumn('due', text('应红冲金额', '應紅沖金額', 'To be taken back')),
];

/**
 * Returns a row for each taxed line of a unit's published bills of which something is not invoiced, or which
 * was invoiced for more than is left of it (R23.8). Amounts in fen, tax included.
 */
export function uninvoicedRows({ unitId, label, building, bills }: UnitDebts): Row[] {
  return bills.flatMap((bill) => {
    const { billId, payerId, period, publishedOn, cancelled } = bill;
    if (bill.kind !== undefined || publishedOn === undefined || cancelled !== undefined) return [];
    return bill.lines.flatMap((line, nth): Row[] => {
      const fen = line.vat === undefined ? 0 : uninvoicedFen(bill, nth);
      if (line.vat === undefined || fen === 0) return [];
      const { from, to } = line.period ?? period;
      const key = [unitId, billId, nth].join(' ');
      const cells = { building, unit: label, payer: payerId, bill: billId, item: line.name, from, to };
      const sums: Row['sums'] = fen > 0 ? { fen } : { due: 0 - fen };
      return [{ key, order: key, cells: { ...cells, rate: line.vat.percent }, sums }];
    });
  });
}
