import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { yuanOf } from '../../../shared/kernel/money.ts';
import { severityWord } from '../../service/tickets/public.ts';
import type { Letter } from './letter.ts';
import type { AboutTicket } from './ticket.letters.ts';
import { labels, slaTimerWord } from './ticket-words.ts';
import { moment } from './when.ts';

/** Returns an amount in yuan: `100.00`. */
const yuanText = (fen: number) => yuanOf(fen).top.toFixed(2);

const words = {
  warning: text('即将超时：{number} {title}', '即將逾時：{number} {title}', 'Due soon: {number} {title}'),
  warningBody: text(
    '您负责的 {number}「{title}」即将超过承诺时限，请尽快处理。',
    '您負責的 {number}「{title}」即將超過承諾時限，請盡快處理。',
    'The promised time of your ticket {number}, “{title}”, is nearly over. Please handle it soon.',
  ),
  escalation: text(
    '升级处理（第 {level} 级）：{number} {title}',
    '升級處理（第 {level} 級）：{number} {title}',
    'Escalated (level {level}): {number} {title}',
  ),
  insteadOf: text(
    '您代 {name} 接收本通知。',
    '您代 {name} 接收本通知。',
    'You receive this notice on behalf of {name}.',
  ),
  offered: text('请接收：{number} {title}', '請接收：{number} {title}', 'Please take over: {number} {title}'),
  offeredBody: text(
    '{number}「{title}」按责任划分应由贵方处理，请在时限内接收，或写明原因退回。业主的承诺时限照常计算。',
    '{number}「{title}」按責任劃分應由貴方處理，請在時限內接收，或寫明原因退回。業主的承諾時限照常計算。',
    '{number}, “{title}”, belongs to your organisation by the division of responsibilities. Please take it over in time, or return it with a reason. The promised times to the household keep running.',
  ),
  decide: text(
    '请在系统中查看经过并决定如何处理。',
    '請在系統中查看經過並決定如何處理。',
    'Please see its history in the system and decide what to do.',
  ),
  calendarEnds: text(
    '请更新工作日历：{estate}的节假日只登记到 {endsOn}',
    '請更新工作日曆：{estate}的假日只登錄到 {endsOn}',
    'Update the working calendar: the holidays of {estate} end on {endsOn}',
  ),
  calendarEndsBody: text(
    '{estate}的工作日历中，节假日和调休工作日只登记到 {endsOn}。此后的工单承诺时限将只扣除周末。请由管理员按国务院办公厅公布的放假安排，在小区资料中补充。',
    '{estate}的工作日曆中，假日和補班日只登錄到 {endsOn}。此後的工單承諾時限將只扣除週末。請由管理員按國務院辦公廳公布的放假安排，在社區資料中補充。',
    'The working calendar of {estate} has holidays and make-up workdays up to {endsOn}. After that, promised times of tickets leave out weekends only. Please ask an administrator to add those that the State Council announces to the details of the estate.',
  ),
  short: text(
    '请核查：{estate}代管资金缺 {short} 元',
    '請核查：{estate}代管資金短少 {short} 元',
    'Please check: money of others at {estate} is short by ¥{short}',
  ),
  shortBody: text(
    '{day} 日结时，{estate}的现金和银行存款共 {money} 元，少于代收、表计预存、押金和公共收益之和，缺 {short} 元。请查明资金去向。',
    '{day} 日結時，{estate}的現金和銀行存款共 {money} 元，少於代收、表計預存、押金和公共收益之和，短少 {short} 元。請查明資金去向。',
    'At the close of {day}, cash and banks of {estate} were ¥{money}. That is ¥{short} less than what is held for others: collections, meters, deposits and common income. Please find out where the money is.',
  ),
  heldTooLong: text(
    '请付给收款单位：{item} {amount} 元已超过一个周期',
    '請付給收款單位：{item} {amount} 元已逾一個週期',
    'Please pay out: ¥{amount} of {item} is held for more than one cycle',
  ),
  heldTooLongBody: text(
    '{day} 日结时，{estate}代收的「{item}」中有 {amount} 元超过一个周期未付出。请核对收款单位的账单并付款；多收的应退还业主。',
    '{day} 日結時，{estate}代收的「{item}」中有 {amount} 元逾一個週期未付出。請核對收款單位的帳單並付款；多收的應退還業主。',
    'At the close of {day}, ¥{amount} of {item} at {estate} was held for more than one cycle. Please check the bill of the payee and pay it out. What was collected too much goes back to the owners.',
  ),
  reason: text('原因：{reason}', '原因：{reason}', 'Reason: {reason}'),
} as const;

const causes: Readonly<Record<string, Text>> = {
  timer: text(
    '{number}「{title}」已到升级时限，需要您过问。',
    '{number}「{title}」已到升級時限，需要您過問。',
    '{number}, “{title}”, has reached its escalation time and needs your attention.',
  ),
  asked: text(
    '{number}「{title}」被要求升级，需要您过问。',
    '{number}「{title}」被要求升級，需要您過問。',
    'An escalation of {number}, “{title}”, was requested. It needs your attention.',
  ),
  suspected: text(
    '{number}「{title}」疑似紧急情况，尚无人回答核实问题。请在五分钟内用应急电话回拨报事人。',
    '{number}「{title}」疑似緊急情況，尚無人回答核實問題。請在五分鐘內用應急電話回撥報事人。',
    '{number}, “{title}”, may be an emergency, and nobody has answered the questions yet. Call the reporter back on the emergency line within five minutes.',
  ),
  emergency: text(
    '{number}「{title}」已列为紧急情况，请立即过问。',
    '{number}「{title}」已列為緊急情況，請立即過問。',
    '{number}, “{title}”, is now an emergency. Please deal with it at once.',
  ),
  'nobody-to-send': text(
    '{number}「{title}」暂时派不出维修人员，请您安排人手或改派。',
    '{number}「{title}」暫時派不出維修人員，請您安排人手或改派。',
    'No technician can be found for {number}, “{title}”. Please find somebody or assign the work order.',
  ),
  'gas-not-verified': text(
    '{number}「{title}」现场工作已完成，但燃气公司尚未确认气源安全。请联系燃气公司并登记结果；在此之前不能办结。',
    '{number}「{title}」現場工作已完成，但瓦斯公司尚未確認氣源安全。請聯絡瓦斯公司並登錄結果；在此之前不能辦結。',
    'The work on {number}, “{title}”, is done, but the gas company has not confirmed that the gas supply is safe. Please call the gas company and record the result. Until then the ticket stays open.',
  ),
  'reopened-again': text(
    '{number}「{title}」已多次重开，需要您过问。',
    '{number}「{title}」已多次重開，需要您過問。',
    '{number}, “{title}”, was reopened more than once and needs your attention.',
  ),
};
const anyCause = text(
  '{number}「{title}」需要您过问。',
  '{number}「{title}」需要您過問。',
  '{number}, “{title}”, needs your attention.',
);

interface Pressing extends AboutTicket {
  severity: string;
  timer: string;
  dueAt: string | undefined;
  zone: string;
}

function facts(about: Pressing, language: Language): Letter['facts'] {
  return [
    { label: say(labels.number, language), value: about.number },
    { label: say(labels.title, language), value: about.title },
    { label: say(labels.severity, language), value: severityWord(about.severity, language) },
    { label: say(labels.timer, language), value: slaTimerWord(about.timer, language) },
    {
      label: say(labels.due, language),
      value: about.dueAt === undefined ? undefined : moment(about.dueAt, about.zone, language),
    },
  ];
}

/** Returns the letter to the assignee about an SLA timer that is nearly used up (D8). */
export function slaWarning(about: Pressing, language: Language): Letter {
  const { number, title } = about;
  return {
    subject: say(words.warning, language, { number, title }),
    paragraphs: [say(words.warningBody, language, { number, title })],
    facts: facts(about, language),
  };
}

/** Returns the letter about an escalation, to the supervisor, the manager or a deputy (D9). */
export function escalation(
  about: Pressing & { level: number; cause: string; insteadOf: string | undefined; reason: string | undefined },
  language: Language,
): Letter {
  const { number, title, level, insteadOf, reason } = about;
  return {
    subject: say(words.escalation, language, { level, number, title }),
    paragraphs: [
      say(causes[about.cause] ?? anyCause, language, { number, title }),
      ...(reason === undefined ? [] : [say(words.reason, language, { reason })]),
      ...(insteadOf === undefined ? [] : [say(words.insteadOf, language, { name: insteadOf })]),
    ],
    facts: facts(about, language),
    after: [say(words.decide, language)],
  };
}

/** Returns the letter to the person asked to take a ticket over for their organisation (移交, D52). */
export function ticketOffered(about: Pressing & { reason: string | undefined }, language: Language): Letter {
  const { number, title, reason } = about;
  return {
    subject: say(words.offered, language, { number, title }),
    paragraphs: [
      say(words.offeredBody, language, { number, title }),
      ...(reason === undefined ? [] : [say(words.reason, language, { reason })]),
    ],
    facts: facts(about, language),
  };
}

/** Returns the letter to a manager or an administrator about a working calendar that ends soon. */
export function calendarEnds(about: { estate: string; endsOn: string }, language: Language): Letter {
  return {
    subject: say(words.calendarEnds, language, about),
    paragraphs: [say(words.calendarEndsBody, language, about)],
  };
}

/** Returns the letter to a manager or an auditor about money of others that is not there (R25.6). */
export function othersMoneyShort(
  { shortFen, moneyFen, ...about }: { estate: string; day: string; shortFen: number; moneyFen: number },
  language: Language,
): Letter {
  const amounts = { ...about, short: yuanText(shortFen), money: yuanText(moneyFen) };
  return { subject: say(words.short, language, amounts), paragraphs: [say(words.shortBody, language, amounts)] };
}

/** Returns the letter to a manager or an auditor about money that is held for more than one cycle (R25.4). */
export function moneyHeldTooLong(
  { fen, ...about }: { estate: string; day: string; item: string; fen: number },
  language: Language,
): Letter {
  const amounts = { ...about, amount: yuanText(fen) };
  return {
    subject: say(words.heldTooLong, language, amounts),
    paragraphs: [say(words.heldTooLongBody, language, amounts)],
  };
}
