import { type Language, say, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';
import { labels } from './ticket-words.ts';
import { moment } from './when.ts';

/** What every letter about a ticket names. */
export interface AboutTicket {
  number: string;
  title: string;
}

const words = {
  received: text('已受理：{number} {title}', '已受理：{number} {title}', 'Received: {number} {title}'),
  receivedBody: text(
    '我们已收到您的来件，受理编号 {number}。来电查询时，请报这个编号。',
    '我們已收到您的來件，受理編號 {number}。來電查詢時，請報這個編號。',
    'We have received your report under the number {number}. Please give this number when you call about it.',
  ),
  emergency: text(
    '此事已按紧急情况处理，我们正在安排人员前往。如有人身危险，请先拨打当地紧急求助电话。',
    '此事已按緊急情況處理，我們正在安排人員前往。如有人身危險，請先撥打當地緊急求助電話。',
    'It is being handled as an emergency and somebody is being sent. If anybody is in danger, call the emergency services first.',
  ),
  leave: text(
    '请立即离开现场，走楼梯，不要乘电梯；不要开关电器、不要点火。到室外安全处再打电话。',
    '請立即離開現場，走樓梯，不要搭電梯；不要開關電器、不要點火。到室外安全處再打電話。',
    'Leave the building at once, by the stairs and not by the lift. Touch no switch and light no flame. Telephone from outside.',
  ),
  raised: text(
    '已列为紧急情况：{number} {title}',
    '已列為緊急情況：{number} {title}',
    'Now an emergency: {number} {title}',
  ),
  lowered: text('更正：{number} {title}', '更正：{number} {title}', 'Correction: {number} {title}'),
  loweredBody: text(
    '您的事项 {number}「{title}」经核实不属于紧急情况，改为按常规办理。情况有变，请立即致电客服热线。',
    '您的事項 {number}「{title}」經核實不屬於緊急情況，改為按常規辦理。情況有變，請立即致電客服熱線。',
    'We have found that {number}, “{title}”, is not an emergency, and handle it in the usual way. If anything changes, call our hotline at once.',
  ),
  replied: text('答复：{number} {title}', '答覆：{number} {title}', 'Our answer: {number} {title}'),
  repliedBody: text(
    '关于您的事项 {number}「{title}」，我们答复如下：',
    '關於您的事項 {number}「{title}」，我們答覆如下：',
    'About {number}, “{title}”, our answer is:',
  ),
  question: text('请您补充：{number} {title}', '請您補充：{number} {title}', 'We need your answer: {number} {title}'),
  questionBody: text(
    '处理您的事项 {number}「{title}」时，我们需要您补充以下内容，收到后继续办理：',
    '處理您的事項 {number}「{title}」時，我們需要您補充以下內容，收到後繼續辦理：',
    'To go on with {number}, “{title}”, we need to know:',
  ),
  questionHow: text(
    '请在手机应用中回复，或致电客服热线并报编号 {number}。',
    '請在手機應用中回覆，或致電客服熱線並報編號 {number}。',
    'Please answer in the app, or call our hotline and give the number {number}.',
  ),
} as const;

/** We have it (受理告知). */
export function ticketReceived(
  about: AboutTicket & {
    receivedAt: string;
    place: string | undefined;
    emergency: boolean;
    leave: boolean;
    zone: string;
  },
  language: Language,
): Letter {
  const { number, title } = about;
  return {
    subject: say(words.received, language, { number, title }),
    paragraphs: [
      say(words.receivedBody, language, { number }),
      ...(about.emergency ? [say(words.emergency, language)] : []),
      ...(about.leave ? [say(words.leave, language)] : []),
    ],
    facts: [
      { label: say(labels.number, language), value: number },
      { label: say(labels.title, language), value: title },
      { label: say(labels.place, language), value: about.place },
      { label: say(labels.received, language), value: moment(about.receivedAt, about.zone, language) },
    ],
  };
}

/** It became an emergency. Only where gas or fire is certain does it say to leave the building (`leave`, R74.3). */
export function ticketRaised(about: AboutTicket & { leave: boolean }, language: Language): Letter {
  const { number, title, leave } = about;
  return {
    subject: say(words.raised, language, { number, title }),
    paragraphs: [say(words.emergency, language), ...(leave ? [say(words.leave, language)] : [])],
    facts: [
      { label: say(labels.number, language), value: number },
      { label: say(labels.title, language), value: title },
    ],
  };
}

/** It is no emergency after all: the one correcting message (R74.3). */
export function ticketLowered({ number, title }: AboutTicket, language: Language): Letter {
  return {
    subject: say(words.lowered, language, { number, title }),
    paragraphs: [say(words.loweredBody, language, { number, title })],
  };
}

/** Our answer (答复), word for word. */
export function ticketReplied(about: AboutTicket & { reply: string }, language: Language): Letter {
  const { number, title } = about;
  return {
    subject: say(words.replied, language, { number, title }),
    paragraphs: [say(words.repliedBody, language, { number, title })],
    quote: about.reply,
  };
}

/** A question to the household; the ticket waits for its answer. */
export function ticketQuestion(about: AboutTicket & { question: string }, language: Language): Letter {
  const { number, title } = about;
  return {
    subject: say(words.question, language, { number, title }),
    paragraphs: [say(words.questionBody, language, { number, title })],
    quote: about.question,
    after: [say(words.questionHow, language, { number })],
  };
}
