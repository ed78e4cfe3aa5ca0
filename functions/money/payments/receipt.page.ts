import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import {
  amountCell,
  capitalsRow,
  columnHead,
  numberText,
  type PaperSize,
  paperDocument,
  type Sender,
  signatureBlock,
} from '../../../shared/pages/paper.ts';
import { formRow } from '../../../shared/pages/parts.ts';
import { type Receipt, type Seal, sealNote } from '../ledger/public.ts';
import type { PaymentMethod } from './money-account.ts';
import { partWords, type ReceiptRow } from './receipt-rows.ts';

const words = {
  title: text('收据', '收據', 'Receipt'),
  number: text('编号', '編號', 'Number'),
  payer: text('付款人', '付款人', 'Received from'),
  onBehalf: text('{who}（代 {payer} 交纳）', '{who}（代 {payer} 繳納）', '{who} on behalf of {payer}'),
  developer: text('开发企业', '開發企業', 'The developer'),
  day: text('收款日期', '收款日期', 'Received on'),
  method: text('收款方式', '收款方式', 'Method'),
  reference: text('凭证号', '憑證號', 'Reference'),
  what: text('收款事由', '收款事由', 'For'),
  amount: text('金额（元）', '金額（元）', 'Amount (yuan)'),
  total: text('合计', '合計', 'Total'),
  sum: text('收款金额', '收款金額', 'Amount received'),
  voided: text('此收据已作废。', '此收據已作廢。', 'This receipt is void.'),
  cashier: text('收款人', '收款人', 'Received by'),
  cashierNamed: text('收款人（{name}）', '收款人（{name}）', 'Received by ({name})'),
  paidBy: text('交款人', '交款人', 'Paid by'),
  verify: text(
    '结账后，可凭编号取得此收据已入账的证明，并在核对页面核对。',
    '結帳後，可憑編號取得此收據已入帳的證明，並在核對頁面核對。',
    'After the day is closed, get the proof of this receipt by its number, and check it on the checking page.',
  ),
} as const;

const methods = {
  cash: text('现金', '現金', 'Cash'),
  transfer: text('银行转账', '銀行轉帳', 'Bank transfer'),
  channel: text('第三方支付', '第三方支付', 'Payment channel'),
} as const;

/** The content of a printed receipt. */
export interface ReceiptOnPaper {
  readonly sender: Sender;
  readonly printed: string;
  readonly receipt: Receipt;
  /** Absent when the payer is the developer. */
  readonly payerName?: string | undefined;
  /** Who brought the money for the payer (R21.8). */
  readonly paidByName?: string | undefined;
  readonly cashierName?: string | undefined;
  readonly method?: PaymentMethod['method'] | undefined;
  /** What the money was for. */
  readonly rows: readonly ReceiptRow[];
  readonly seal?: Seal | undefined;
}

function rowOf({ name, where, period, part, fen }: ReceiptRow, language: Language): Html {
  const what = part ? `${say(partWords[part], language)} · ${name}` : name;
  const about = [
    where,
    period && html`<span class="day">${period.from}</span> – <span class="day">${period.to}</span>`,
  ].filter((one) => one !== undefined);
  const line = about.map((one, i) => html`${i > 0 && ' · '}${one}`);
  return html`<tr><th scope="row">${what}${about.length > 0 && html`<br><span class="soft">${line}</span>`}</th>${amountCell(fen)}</tr>\n`;
}

/**
 * Returns the printable page of a receipt: who paid what for which fee items, and the seal of the last closed
 * day. The same receipt and seal give the same bytes.
 */
export function receiptPage(of: ReceiptOnPaper, language: Language, size?: PaperSize): string {
  const { sender, printed, receipt, payerName, paidByName, cashierName, method, rows, seal } = of;
  const word = (name: keyof typeof words) => say(words[name], language);
  const fen = receipt.fen;
  const payer = payerName ?? word('developer');
  const from = paidByName === undefined ? payer : say(words.onBehalf, language, { who: paidByName, payer });
  const body = html`<h1>${word('title')}</h1>
${receipt.voided && html`<p role="alert"><strong>${word('voided')}</strong></p>\n`}<table>
<tr><th scope="row">${word('number')}</th><td>${numberText(printed)}</td></tr>
${formRow(word('payer'), from)}${formRow(word('day'), receipt.day)}${formRow(word('sum'), inYuan(fen, language))}${capitalsRow(fen, language)}${method && formRow(word('method'), say(methods[method], language))}${formRow(word('reference'), receipt.reference)}</table>
<table class="lines">
<thead><tr>${columnHead(word('what'))}${columnHead(word('amount'), 'amount')}</tr></thead>
<tbody>
${rows.map((row) => rowOf(row, language))}<tr class="total"><th scope="row">${word('total')}</th>${amountCell(fen)}</tr>
</tbody>
</table>
${signatureBlock([cashierName === undefined ? word('cashier') : say(words.cashierNamed, language, { name: cashierName }), word('paidBy')], sender, language)}<p class="soft">${word('verify')}</p>
${sealNote(seal, language)}`;
  // Measured with long names; what is left of the roll stays blank.
  const rollLength = 235 + 18 * rows.length;
  return paperDocument({ language, title: `${word('title')} ${printed}`, sender, body, size, rollLength });
}
