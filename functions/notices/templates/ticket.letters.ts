import type { milestones } from '../../../shared/events/catalogue/parts.ts';
import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { emergencyAdvice } from '../../service/tickets/public.ts';
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
  asked: text(
    '这可能是紧急情况。请马上点开下面的链接回答，以便我们决定是否立即派人：',
    '這可能是緊急情況。請馬上點開下面的連結回答，以便我們決定是否立即派人：',
    'This may be an emergency. Please open the link below and answer now, so that we can decide whether to send someone at once:',
  ),
  answer: text('马上回答', '馬上回答', 'Answer now'),
  inDanger: text(
    '如有人身危险，请先拨打当地紧急求助电话，再致电客服热线。一直没有回答，我们会按紧急情况继续处理。',
    '如有人身危險，請先撥打當地緊急求助電話，再致電客服專線。一直沒有回答，我們會按緊急情況繼續處理。',
    'If anyone is in danger, please call the emergency services first, and then our hotline. Without an answer we will continue to handle this as an emergency.',
  ),
  raised: text(
    '已列为紧急情况：{number} {title}',
    '已列為緊急情況：{number} {title}',
    'Now an emergency: {number} {title}',
  ),
  lowered: text('更正：{number} {title}', '更正：{number} {title}', 'Correction: {number} {title}'),
  loweredBody: text(
    '您的事项 {number}「{title}」经核实不属于紧急情况，改为按常规办理。情况有变，请立即致电客服热线。',
    '您的事項 {number}「{title}」經核實不屬於緊急情況，改為按常規辦理。情況有變，請立即致電客服專線。',
    'We have found that {number}, “{title}”, is not an emergency, and will handle it in the usual way. If anything changes, please call our hotline at once.',
  ),
  replied: text('答复：{number} {title}', '答覆：{number} {title}', 'Our answer: {number} {title}'),
  repliedBody: text(
    '关于您的事项 {number}「{title}」，我们答复如下：',
    '關於您的事項 {number}「{title}」，我們答覆如下：',
    'About {number}, “{title}”, our answer is:',
  ),
  acknowledged: text(
    '投诉受理告知书：{number} {title}',
    '投訴受理告知書：{number} {title}',
    'We have your complaint: {number} {title}',
  ),
  interim: text(
    '投诉阶段答复：{number} {title}',
    '投訴階段答覆：{number} {title}',
    'Your complaint so far: {number} {title}',
  ),
  finalAnswer: text(
    '投诉最终答复：{number} {title}',
    '投訴最終答覆：{number} {title}',
    'Our final answer: {number} {title}',
  ),
  eightWeeks: text(
    '投诉办理情况告知书：{number} {title}',
    '投訴辦理情況告知書：{number} {title}',
    'Your complaint after eight weeks: {number} {title}',
  ),
  elsewhere: text(
    '如对处理不满意，您可以随时向住房和城乡建设主管部门或街道办事处、乡镇人民政府投诉。',
    '如對處理不滿意，您可以隨時向主管機關或地方政府申訴。',
    'If you are not content, you may take your complaint to the housing authority or the local government at any time.',
  ),
  question: text('请您补充：{number} {title}', '請您補充：{number} {title}', 'We need your answer: {number} {title}'),
  questionBody: text(
    '处理您的事项 {number}「{title}」时，我们需要您补充以下内容，收到后继续办理：',
    '處理您的事項 {number}「{title}」時，我們需要您補充以下內容，收到後繼續辦理：',
    'To continue with {number}, “{title}”, we need the following information from you:',
  ),
  questionHow: text(
    '请在手机应用中回复，或致电客服热线并报编号 {number}。',
    '請在手機 App中回覆，或致電客服專線並報編號 {number}。',
    'Please answer in the app, or call our hotline and give the number {number}.',
  ),
} as const;

/** Returns the confirmation of receipt (受理告知). */
export function ticketReceived(
  about: AboutTicket & {
    receivedAt: string;
    place: string | undefined;
    emergency: boolean;
    leave: boolean;
    /** The open questions of a suspected emergency, and the page to answer them (R74.2). */
    questions?: { asked: readonly string[]; url: string } | undefined;
    zone: string;
  },
  language: Language,
): Letter {
  const { number, title, questions } = about;
  return {
    subject: say(words.received, language, { number, title }),
    paragraphs: [
      say(words.receivedBody, language, { number }),
      ...(about.emergency ? [say(emergencyAdvice.coming, language)] : []),
      ...(about.leave ? [say(emergencyAdvice.leave, language)] : []),
      ...(questions ? [[say(words.asked, language), ...questions.asked.map((one) => `· ${one}`)].join('\n')] : []),
    ],
    ...(questions && { button: { label: say(words.answer, language), url: questions.url } }),
    ...(questions && { after: [say(words.inDanger, language)] }),
    facts: [
      { label: say(labels.number, language), value: number },
      { label: say(labels.title, language), value: title },
      { label: say(labels.place, language), value: about.place },
      { label: say(labels.received, language), value: moment(about.receivedAt, about.zone, language) },
    ],
  };
}

/**
 * Returns the letter about a ticket that became an emergency. It says to leave the building only for certain
 * gas or fire (`leave`, R74.3).
 */
export function ticketRaised(about: AboutTicket & { leave: boolean }, language: Language): Letter {
  const { number, title, leave } = about;
  return {
    subject: say(words.raised, language, { number, title }),
    paragraphs: [say(emergencyAdvice.coming, language), ...(leave ? [say(emergencyAdvice.leave, language)] : [])],
    facts: [
      { label: say(labels.number, language), value: number },
      { label: say(labels.title, language), value: title },
    ],
  };
}

/** Returns the one correction when a ticket is no emergency after all (R74.3). */
export function ticketLowered({ number, title }: AboutTicket, language: Language): Letter {
  return {
    subject: say(words.lowered, language, { number, title }),
    paragraphs: [say(words.loweredBody, language, { number, title })],
  };
}

type Milestone = (typeof milestones)[number];

/** The subjects of the letters of milestones (D1). */
const subjects: Readonly<Record<Milestone, Text>> = {
  acknowledgement: words.acknowledged,
  interim: words.interim,
  answer: words.finalAnswer,
  'eight-week': words.eightWeeks,
};

/**
 * Returns the letter with the reply (答复) of the desk, word for word. The final answer to a complaint, and the
 * letter after eight weeks, say who else may be asked (R13.4).
 */
export function ticketReplied(
  about: AboutTicket & { reply: string; milestone?: Milestone | undefined },
  language: Language,
): Letter {
  const { number, title, milestone } = about;
  const saysWhoElse = milestone === 'answer' || milestone === 'eight-week';
  return {
    subject: say(milestone ? subjects[milestone] : words.replied, language, { number, title }),
    paragraphs: [say(words.repliedBody, language, { number, title })],
    quote: about.reply,
    ...(saysWhoElse && { after: [say(words.elsewhere, language)] }),
  };
}

/** Returns the letter with a question to the household; the ticket waits for the answer. */
export function ticketQuestion(about: AboutTicket & { question: string }, language: Language): Letter {
  const { number, title } = about;
  return {
    subject: say(words.question, language, { number, title }),
    paragraphs: [say(words.questionBody, language, { number, title })],
    quote: about.question,
    after: [say(words.questionHow, language, { number })],
  };
}
