import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { html } from '../../../shared/pages/html.ts';
import { formRow } from '../../../shared/pages/parts.ts';
import { accountOf } from './account.ts';
import type { Entry } from './posting.ts';
import type { Receipt } from './record-line.ts';

const words = {
  title: text('收据', '收據', 'Receipt'),
  number: text('编号', '編號', 'Number'),
  day: text('收款日期', '收款日期', 'Received on'),
  amount: text('金额（元）', '金額（元）', 'Amount (yuan)'),
  reference: text('凭证号', '憑證號', 'Reference'),
  bill: text('账单', '帳單', 'Bill'),
  prepaid: text('转入预存', '轉入預存', 'Kept as prepaid'),
  meter: text('充值到表', '充值到表', 'On the meter'),
  deposit: text('押金（依协议退还）', '押金（依協議退還）', 'Deposit (returned under the agreement)'),
  voided: text('此收据已作废。', '此收據已作廢。', 'This receipt is void.'),
  verify: text(
    '结账后，可凭编号取得此收据已入账的证明。',
    '結帳後，可憑編號取得此收據已入帳的證明。',
    'After the day is closed, you can get the proof that this receipt is in the ledger by its number.',
  ),
} as const;

/**
 * Returns the printable page of a receipt: the amount and what it was for. The same receipt gives the same
 * bytes.
 */
export function receiptPage(
  of: { estateName: string; printed: string; receipt: Receipt; entry: Entry },
  language: Language,
): string {
  const { estateName, printed, receipt, entry } = of;
  const word = (name: keyof typeof words) => say(words[name], language);
  const parts = entry.postings.flatMap(({ account, fen, bill }) => {
    const { kind } = accountOf(account);
    if (kind === 'receivable') return [formRow(`${word('bill')} ${bill?.billId ?? ''}`, yuanText(-fen))];
    return kind === 'prepaid' || kind === 'meter' || kind === 'deposit' ? [formRow(word(kind), yuanText(-fen))] : [];
  });
  const body = html`<p class="soft">${estateName}</p>
<h1>${word('title')}</h1>
${receipt.voided && html`<p role="alert"><strong>${word('voided')}</strong></p>\n`}<table>
${formRow(word('number'), printed)}${formRow(word('day'), receipt.day)}${formRow(word('amount'), yuanText(receipt.fen))}${formRow(word('reference'), receipt.reference)}${parts}</table>
<p class="soft">${word('verify')}</p>`;
  return htmlDocument({ language, title: `${word('title')} ${printed}`, body });
}
