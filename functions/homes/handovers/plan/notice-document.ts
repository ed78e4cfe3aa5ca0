import { shortNumber } from '../../../../shared/kernel/ids.ts';
import { type Language, say, text } from '../../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../../shared/kernel/problem.ts';
import { html } from '../../../../shared/pages/html.ts';
import { paperDocument, type Sender, signatureBlock } from '../../../../shared/pages/paper.ts';
import { formRow, unbroken } from '../../../../shared/pages/parts.ts';
import { groundIn } from '../gates.ts';
import type { Handover } from '../handover.ts';
import { paperName } from '../paper-names.ts';
import type { Phase } from './phase.ts';

const words = {
  title: text('交付通知书', '交付通知書', 'Notice of handover'),
  greeting: text('{name}：', '{name}：', 'To {name}'),
  body: text(
    '您购买的 {unit} 已竣工验收合格，具备交付条件。我们定于 {from} 起办理交付，请您或持授权委托书的代理人在 {from} 至 {until} 之间到场验房、接收房屋。',
    '您購買的 {unit} 已竣工驗收合格，具備交付條件。我們定於 {from} 起辦理交付，請您或持授權委託書的代理人在 {from} 至 {until} 之間到場驗房、接收房屋。',
    'Your home {unit} has passed its completion acceptance and can be handed over. The handover begins on {from}: please come between {from} and {until}, yourself or by an agent with a power of attorney, to inspect and take over your home.',
  ),
  book: text(
    '请于 {by} 前选定时间：打开邮件中的链接，或致电客服热线。',
    '請於 {by} 前選定時間：打開郵件中的連結，或致電客服專線。',
    'Please choose a time by {by}: open the link in our e-mail, or call our hotline.',
  ),
  risk: text(
    '如您收到本通知后无正当理由拒绝接收，房屋毁损、灭失的风险自上述交付日 {from} 起由您承担（《商品房买卖合同司法解释》第八条）；房屋主体结构不合格或质量问题严重影响正常居住的，您有权拒绝接收（同一解释第九条、第十条）。',
    '如您收到本通知後無正當理由拒絕接收，房屋毀損、滅失的風險自上述交付日 {from} 起由您承擔（《商品房買賣合同司法解釋》第八條）；房屋主體結構不合格或品質問題嚴重影響正常居住的，您有權拒絕接收（同一解釋第九條、第十條）。',
    'If you refuse the home without good reason after this notice, the risk of damage and loss is yours from {from} on (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8). You may refuse it when its structure is unsound or a defect seriously affects living in it (articles 9 and 10).',
  ),
  never: text(
    '办理交付不以预交物业费、契税或缴纳押金为前提。',
    '辦理交付不以預交物業費、契稅或繳納押金為前提。',
    'Prepaid property fees, deed tax or deposits are no condition of the handover.',
  ),
  unit: text('房屋', '房屋', 'Home'),
  phase: text('交付批次', '交付批次', 'Phase'),
  accepted: text('竣工验收合格日期', '竣工驗收合格日期', 'Completion acceptance'),
  filing: text('竣工验收备案号', '竣工驗收備案號', 'Filing number'),
  days: text('交付期间', '交付期間', 'Handover days'),
  papers: text('将交给您的资料', '將交給您的資料', 'Documents that you will receive'),
  settled: text(
    '交钥匙前须办妥（依据）',
    '交鑰匙前須辦妥（依據）',
    'To be settled before you get the keys (legal ground)',
  ),
  writtenOn: text('通知日期', '通知日期', 'Written on'),
  number: text('编号', '編號', 'Number'),
  sender: text('{estate} 客户服务中心', '{estate} 客戶服務中心', '{estate} Customer Service'),
  received: text('签收人签字', '簽收人簽字', 'Received by'),
} as const;

const gateWords = {
  identity: text('身份核验', '身分核驗', 'Identity'),
  documents: text('资料齐全', '資料齊全', 'Documents'),
  'maintenance-fund': text('专项维修资金', '專項維修資金', 'Maintenance fund'),
  'area-settlement': text('面积差价结清', '面積差價結清', 'Area settlement'),
  inspection: text('验房签字', '驗房簽字', 'Inspection'),
} as const;

/**
 * Renders the handover notice (交付通知书) as a page to print. Its text never changes, so each print has the
 * same bytes while the letterhead stays.
 * @throws Problem not-found while the handover has no notice yet.
 */
export function noticeDocument(handover: Handover, phase: Phase, sender: Sender, language: Language): string {
  const { notice, unitLabel: unit, handoverId } = handover;
  if (!notice) throw new Problem(problems.notFound);
  const { noticedFor: from, until, bookBy: by, addressee, writtenOn } = notice;
  const label = (key: keyof typeof words, params: Record<string, string> = {}) => say(words[key], language, params);
  const gates = phase.gates
    .map((one) => `${say(gateWords[one.gate], language)} · ${groundIn(one, language)}`)
    .join('\n');
  const body = html`<h1>${label('title')}</h1>
<p>${label('greeting', { name: addressee })}</p>
<p>${unbroken(label('body', { unit, from, until }))}</p>
<p>${unbroken(label('book', { by }))}</p>
<table>
${formRow(label('unit'), unit)}${formRow(label('phase'), phase.name)}${formRow(label('accepted'), phase.acceptedOn)}${formRow(label('filing'), phase.filing)}${formRow(label('days'), `${from} – ${until}`)}${formRow(label('papers'), phase.papers.map((name) => paperName(name, language)).join('\n'))}${formRow(label('settled'), gates)}${formRow(label('writtenOn'), writtenOn)}${formRow(label('number'), shortNumber(handoverId))}</table>
<p>${unbroken(label('risk', { from }))}</p>
<p>${label('never')}</p>
<p>${label('sender', { estate: sender.estateName })}</p>
${signatureBlock([label('received')], sender, language)}`;
  return paperDocument({ language, title: `${label('title')} ${unit}`, sender, body });
}
