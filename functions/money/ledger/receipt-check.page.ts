import { createHash } from 'node:crypto';
import type { Reply } from '../../../shared/http/call.ts';
import { page } from '../../../shared/http/route.ts';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { type Html, html, script } from '../../../shared/pages/html.ts';
import { languageLinks } from '../../../shared/pages/parts.ts';
import { receiptCheckScript } from './receipt-check.script.ts';

const words = {
  title: text('核对收据', '核對收據', 'Check a receipt'),
  about: text(
    '本页在您的设备上计算，不发送任何内容；保存后无需联网也能使用。',
    '本頁在您的裝置上計算，不傳送任何內容；儲存後無需連網也能使用。',
    'This page computes on your device and sends nothing. Once saved, it works without a connection.',
  ),
  proof: text(
    '1. 收据的证明（从应用下载的文件）',
    '1. 收據的證明（從應用程式下載的檔案）',
    '1. The proof of the receipt (the file from the app)',
  ),
  seal: text(
    '2. 账单或收据上印的账本封签，邻居的也可以',
    '2. 帳單或收據上印的帳本封籤，鄰居的也可以',
    '2. The seal of the ledger as printed on a bill or receipt, also a neighbour’s',
  ),
  check: text('核对', '核對', 'Check'),
  said: text(
    '账本中的内容如下。请与您的收据对照。',
    '帳本中的內容如下。請與您的收據對照。',
    'The ledger says the following. Compare it with your receipt.',
  ),
  number: text('收据编号', '收據編號', 'Receipt number'),
  day: text('入账日', '入帳日', 'Ledger day'),
  amount: text('金额（元）', '金額（元）', 'Amount (yuan)'),
  reference: text('凭证号', '憑證號', 'Reference'),
} as const;

/** The answers. `{day}` is the day of the seal that decided. */
const answers: Readonly<Record<string, Text>> = {
  proved: text(
    '✓ 这笔收款在账本中，没有改动：与所印的 {day} 封签相符。',
    '✓ 這筆收款在帳本中，沒有改動：與所印的 {day} 封籤相符。',
    '✓ The receipt is in the ledger, unchanged: the printed seal of {day} agrees.',
  ),
  'other-seal': text(
    '✗ 所印封签不在截至 {day} 的封签之中。请确认输入无误，并取得至该封签日期的证明。若仍不符，请向物业要求说明，并联系业主委员会。',
    '✗ 所印封籤不在截至 {day} 的封籤之中。請確認輸入無誤，並取得至該封籤日期的證明。若仍不符，請向物業要求說明，並聯絡業主委員會。',
    '✗ The printed seal is none of those through {day}. Check what you typed, and get the proof through the day of the seal. If it still does not agree, ask the management office to explain, and tell the owners’ committee.',
  ),
  'not-there': text(
    '✗ 此证明不成立：该笔收款不在当日账本中，或已被改动。',
    '✗ 此證明不成立：該筆收款不在當日帳本中，或已被改動。',
    '✗ The proof fails: the receipt is not in the ledger of its day, or was changed.',
  ),
  broken: text(
    '✗ 此证明不成立：{day} 的封签与前一日不衔接，或已被改动。',
    '✗ 此證明不成立：{day} 的封籤與前一日不銜接，或已被改動。',
    '✗ The proof fails: the seal of {day} does not follow that of the day before, or was changed.',
  ),
  'no-seal': text(
    '封签由 64 个字符组成（0–9、a–f）。请完整输入。',
    '封籤由 64 個字元組成（0–9、a–f）。請完整輸入。',
    'A seal has 64 characters (0–9, a–f). Enter all of them.',
  ),
  unreadable: text(
    '无法读取此文件。请选择从应用下载的收据证明。',
    '無法讀取此檔案。請選擇從應用程式下載的收據證明。',
    'This file cannot be read. Choose the proof of the receipt that you downloaded from the app.',
  ),
  'no-hashes': text(
    '此浏览器在这里不能计算。请用其他浏览器打开已保存的页面。',
    '此瀏覽器在這裡不能計算。請用其他瀏覽器開啟已儲存的頁面。',
    'This browser cannot compute here. Open the saved page in another browser.',
  ),
};

const scriptHash = createHash('sha256').update(receiptCheckScript).digest('base64');

function answerOf(id: string, answer: Text, language: Language): Html {
  const [before = '', after] = say(answer, language, { day: '\0' }).split('\0');
  const day = after === undefined ? undefined : html`<span data-day></span>${after}`;
  return html`<p id="${id}" data-answer hidden><strong>${before}${day}</strong></p>\n`;
}

/** Returns the page on which anybody checks a receipt against a printed seal, without the backend. */
export function receiptCheckPage(language: Language): Reply {
  const word = (name: keyof typeof words) => say(words[name], language);
  const row = (name: 'number' | 'day' | 'amount' | 'reference') =>
    html`<tr><th scope="row">${word(name)}</th><td id="said-${name}"></td></tr>\n`;
  const body = html`${languageLinks(language)}
<h1>${word('title')}</h1>
<p>${word('about')}</p>
<p><label for="proof">${word('proof')}</label><input type="file" id="proof" accept=".json,application/json"></p>
<p><label for="seal">${word('seal')}</label><textarea id="seal" autocapitalize="none" autocomplete="off" spellcheck="false"></textarea></p>
<p><button type="button" id="check">${word('check')}</button></p>
<noscript><p role="alert">${say(answers['no-hashes'] ?? words.title, language)}</p></noscript>
<div role="status">
${Object.entries(answers).map(([id, answer]) => answerOf(id, answer, language))}</div>
<div id="said" hidden>
<p>${word('said')}</p>
<table>
${row('number')}${row('day')}${row('amount')}${row('reference')}</table>
</div>
${script(receiptCheckScript)}`;
  const reply = page(htmlDocument({ language, title: word('title'), body }));
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
  return { ...reply, headers: { ...reply.headers, 'content-security-policy': policy } };
}
