import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { html } from '../../../shared/pages/html.ts';
import { formRow } from '../../../shared/pages/parts.ts';
import { accountOf } from './account.ts';
import type { Entry } from './posting.ts';
import type { Receipt } from './record-line.ts';
import type { Seal } from './seal.ts';
import { sealNote } from './seal-note.ts';

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
    '结账后，可凭编号取得此收据已入账的证明，并在核对页面核对。',
    '結帳後，可憑編號取得此收據已入帳的證明，並在核對頁面核對。',
    'After the day is closed, get the proof of this receipt by its number, and check it on the checking page.',
  ),
} as const;

/**
 * Returns the printable page of a receipt: the amount, what it was for, and the seal of the last closed day.
 * The same receipt and seal give the same bytes.
 */
export function receiptPage(
  of: { estateName: string; printed: string; receipt: Receipt; entry: Entry; seal?: Seal | undefined },
  language: Language,
): string {
  const { estateName, printed, receipt, entry, seal } = of;
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
<p class="soft">${word('verify')}</p>
${sealNote(seal, language)}`;
  return htmlDocument({ language, title: `${word('title')} ${printed}`, body });
}
