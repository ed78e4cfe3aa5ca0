import { type Language, say, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';
import { span } from './when.ts';

const words = {
  notice: text('交付通知书：{unit}', '交付通知書：{unit}', 'Your home {unit} can be handed over'),
  noticeBody: text(
    '您购买的 {unit} 已竣工验收合格，定于 {from} 起办理交付。请于 {by} 前点开链接选定时间，无需登录；也可致电客服热线预约。',
    '您購買的 {unit} 已竣工驗收合格，定於 {from} 起辦理交付。請於 {by} 前點開連結選定時間，無需登入；也可致電客服專線預約。',
    'Your home {unit} has passed its completion acceptance, and handovers begin on {from}. Please choose a time by {by} with the link below (no login is needed), or call our hotline.',
  ),
  agent: text(
    '可由您本人或持授权委托书的代理人到场，请带身份证件。',
    '可由您本人或持授權委託書的代理人到場，請帶身分證件。',
    'You may come yourself or send an agent with a power of attorney. Please bring an identity document.',
  ),
  risk: text(
    '如无正当理由拒绝接收，房屋毁损、灭失的风险自 {from} 起由您承担（《商品房买卖合同司法解释》第八条）；主体结构不合格或质量问题严重影响正常居住的，您有权拒绝接收（同一解释第九条、第十条）。办理交付不以预交物业费、契税或押金为前提。',
    '如無正當理由拒絕接收，房屋毀損、滅失的風險自 {from} 起由您承擔（《商品房買賣合同司法解釋》第八條）；主體結構不合格或品質問題嚴重影響正常居住的，您有權拒絕接收（同一解釋第九條、第十條）。辦理交付不以預交物業費、契稅或押金為前提。',
    'If you refuse to take over the home without good reason, you bear the risk of damage and loss from {from} on (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8). You may refuse when its main structure is unsound or a defect seriously affects normal living (articles 9 and 10). You do not have to prepay property fees, deed tax or a deposit first.',
  ),
  choose: text('选定时间', '選定時間', 'Choose a time'),
  change: text('查看或更改', '查看或更改', 'See or change the time'),
  booked: text('交付时间已约定：{unit}', '交付時間已約定：{unit}', 'Booked: the handover of {unit}'),
  bookedBody: text(
    '{unit} 的交付时间已约定。到场时请报预约码 {code}。',
    '{unit} 的交付時間已約定。到場時請報預約碼 {code}。',
    'The handover of {unit} is booked. Please give the code {code} when you arrive.',
  ),
  waitedBody: text(
    '您候补的 {unit} 交付时间有了空位，已为您约定。不合适的话可点开链接更改或取消。到场时请报预约码 {code}。',
    '您候補的 {unit} 交付時間有了空位，已為您約定。不合適的話可點開連結更改或取消。到場時請報預約碼 {code}。',
    'A time on your waiting list became free, and we have booked it for the handover of {unit}. If it does not suit you, you can change or cancel it with the link. Please give the code {code} when you arrive.',
  ),
  missed: text('请另选交付时间：{unit}', '請另選交付時間：{unit}', 'Please choose another time: {unit}'),
  missedBody: text(
    '{unit} 约定的交付时间已过，我们没有等到您。请点开链接另选时间，或致电客服热线。',
    '{unit} 約定的交付時間已過，我們沒有等到您。請點開連結另選時間，或致電客服專線。',
    'The time booked for the handover of {unit} has passed, and we did not meet you. Please choose another time with the link, or call our hotline.',
  ),
  cancelled: text('交付时间已取消：{unit}', '交付時間已取消：{unit}', 'Cancelled: the handover time of {unit}'),
  cancelledBody: text(
    '很抱歉，{unit} 约定的交付时间因我方原因取消，请勿按原时间前来，原预约码不再有效。',
    '很抱歉，{unit} 約定的交付時間因我方原因取消，請勿按原時間前來，原預約碼不再有效。',
    'We are sorry that we had to cancel the time booked for the handover of {unit}. Please do not come at that time. The booking code is no longer valid.',
  ),
  cancelledNext: text(
    '请点开链接另选时间，无需登录；也可致电客服热线。在您选定之前，您排在候补名单最前，一有空位即为您约定并告知。您不因此承担任何不利后果。',
    '請點開連結另選時間，無需登入；也可致電客服專線。在您選定之前，您排在候補名單最前，一有空位即為您約定並告知。您不因此承擔任何不利後果。',
    'Please choose another time with the link (no login is needed), or call our hotline. Until then you are first on the waiting list: we will book the next free time for you and let you know. You suffer no disadvantage from this.',
  ),
  cancelledTime: text('已取消的时间', '已取消的時間', 'Cancelled time'),
  reason: text('原因', '原因', 'Reason'),
  unit: text('房屋', '房屋', 'Home'),
  days: text('交付期间', '交付期間', 'Handover period'),
  when: text('时间', '時間', 'When'),
  code: text('预约码', '預約碼', 'Code'),
  incident: text('【紧急】交付现场：{what}', '【緊急】交付現場：{what}', 'URGENT at the handover: {what}'),
  ordinary: text('交付现场：{what}', '交付現場：{what}', 'At the handover: {what}'),
  incidentBody: text(
    '交付现场发生突发情况，请立即处理并在系统中记录结果。',
    '交付現場發生突發情況，請立即處理並在系統中記錄結果。',
    'There is an incident at a handover. Please deal with it at once, and record the outcome in the system.',
  ),
  insteadOf: text(
    '您代 {name} 接收本通知。',
    '您代 {name} 接收本通知。',
    'You receive this notice on behalf of {name}.',
  ),
  phase: text('批次', '批次', 'Phase'),
  place: text('地点', '地點', 'Place'),
} as const;

/** Returns the code as people say it: two groups of four digits. */
const spoken = (code: string) => `${code.slice(0, 4)} ${code.slice(4)}`;

/** Returns the handover notice (交付通知书) with the link to choose a time (D17). */
export function handoverNotice(
  about: { unit: string; from: string; until: string; by: string; url: string },
  language: Language,
): Letter {
  const { unit, from, until, by, url } = about;
  return {
    subject: say(words.notice, language, { unit }),
    paragraphs: [say(words.noticeBody, language, { unit, from, by }), say(words.agent, language)],
    facts: [
      { label: say(words.unit, language), value: unit },
      { label: say(words.days, language), value: `${from} – ${until}` },
    ],
    button: { label: say(words.choose, language), url },
    after: [say(words.risk, language, { from })],
  };
}

/** Returns the confirmation of a time that the buyer booked or got from the waiting list. */
export function handoverBooked(
  about: { unit: string; from: string; to: string; zone: string; code: string; waited: boolean; url: string },
  language: Language,
): Letter {
  const { unit, from, to, zone, waited, url } = about;
  const code = spoken(about.code);
  return {
    subject: say(words.booked, language, { unit }),
    paragraphs: [
      say(waited ? words.waitedBody : words.bookedBody, language, { unit, code }),
      say(words.agent, language),
    ],
    facts: [
      { label: say(words.when, language), value: span(from, to, zone, language) },
      { label: say(words.code, language), value: code },
    ],
    button: { label: say(words.change, language), url },
  };
}

/** Returns the letter to a buyer who missed their time. */
export function handoverMissed(
  about: { unit: string; from: string; to: string; zone: string; url: string },
  language: Language,
): Letter {
  const { unit, from, to, zone, url } = about;
  return {
    subject: say(words.missed, language, { unit }),
    paragraphs: [say(words.missedBody, language, { unit })],
    facts: [{ label: say(words.when, language), value: span(from, to, zone, language) }],
    button: { label: say(words.choose, language), url },
  };
}

/** Returns the letter about a booked slot that was cancelled. */
export function handoverCancelled(
  about: { unit: string; from: string; to: string; zone: string; reason: string | undefined; url: string },
  language: Language,
): Letter {
  const { unit, from, to, zone, reason, url } = about;
  return {
    subject: say(words.cancelled, language, { unit }),
    paragraphs: [say(words.cancelledBody, language, { unit }), say(words.cancelledNext, language)],
    facts: [
      { label: say(words.cancelledTime, language), value: span(from, to, zone, language) },
      { label: say(words.reason, language), value: reason },
    ],
    button: { label: say(words.choose, language), url },
  };
}

/** Returns the letter about an incident, to the phase manager or their deputy. */
export function handoverIncident(
  about: {
    what: string;
    urgent: boolean;
    phase: string;
    unit: string | undefined;
    place: string | undefined;
    insteadOf: string | undefined;
  },
  language: Language,
): Letter {
  const { what, urgent, phase, unit, place, insteadOf } = about;
  const [short = what] = what.split('\n');
  return {
    subject: say(urgent ? words.incident : words.ordinary, language, { what: short.slice(0, 60) }),
    paragraphs: [
      say(words.incidentBody, language),
      ...(insteadOf === undefined ? [] : [say(words.insteadOf, language, { name: insteadOf })]),
    ],
    facts: [
      { label: say(words.phase, language), value: phase },
      { label: say(words.unit, language), value: unit },
      { label: say(words.place, language), value: place },
    ],
    quote: what,
  };
}
