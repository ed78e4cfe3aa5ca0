import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';
import type { AboutTicket } from './ticket.letters.ts';
import { labels } from './ticket-words.ts';
import { moment } from './when.ts';

const words = {
  invitation: text(
    '请您评价：{number} {title}',
    '請您評價：{number} {title}',
    'Please rate our service: {number} {title}',
  ),
  invitationBody: text(
    '您的事项 {number}「{title}」已办结。您对我们的处理满意吗？请用一分钟告诉我们。',
    '您的事項 {number}「{title}」已辦結。您對我們的處理滿意嗎？請用一分鐘告訴我們。',
    'We have closed {number}, “{title}”. Are you satisfied with how we handled it? Please take a minute to tell us.',
  ),
  repairBody: text(
    '您的报修 {number}「{title}」已办结。问题解决了吗？请用一分钟告诉我们。',
    '您的報修 {number}「{title}」已辦結。問題解決了嗎？請用一分鐘告訴我們。',
    'We have closed {number}, “{title}”. Is the problem solved? Please take a minute to tell us.',
  ),
  notFixed: text(
    '如果没有解决，请在评价中选择「没有解决」，我们会按原编号重新处理。',
    '如果沒有解決，請在評價中選擇「沒有解決」，我們會按原編號重新處理。',
    'If it is not solved, please answer “No” in the survey. We will reopen it under the same number.',
  ),
  reminder: text(
    '提醒您评价：{number} {title}',
    '提醒您評價：{number} {title}',
    'Reminder: please rate our service: {number} {title}',
  ),
  reminderBody: text(
    '前几天我们邀请您评价 {number}「{title}」。如果方便，请在链接失效前告诉我们；这是唯一的一次提醒。',
    '前幾天我們邀請您評價 {number}「{title}」。如果方便，請在連結失效前告訴我們；這是唯一的一次提醒。',
    'Some days ago we asked you about {number}, “{title}”. If you have a minute, please tell us before the link expires. We will not remind you again.',
  ),
} as const;

/** Texts of all letters about surveys. */
export const surveyWords = {
  button: text('开始评价', '開始評價', 'Start the survey'),
  daysFromSending: text('本邮件发出后 {days} 天内', '本郵件寄出後 {days} 天內', 'within {days} days of this e-mail'),
} as const;

interface AboutSurvey extends AboutTicket {
  url: string;
  /** Whether the ticket is a repair. Only a repair is fixed or not. */
  isRepair: boolean;
}

function letter(
  { number, title, url, isRepair }: AboutSurvey,
  language: Language,
  of: { subject: Text; body: Text; expires: string },
): Letter {
  return {
    subject: say(of.subject, language, { number, title }),
    paragraphs: [say(of.body, language, { number, title })],
    facts: [{ label: say(labels.expires, language), value: of.expires }],
    button: { label: say(surveyWords.button, language), url },
    after: isRepair ? [say(words.notFixed, language)] : [],
  };
}

/**
 * Returns the invitation to a survey about a closed ticket (D37). The days to answer run from its sending.
 */
export function surveyInvitation(about: AboutSurvey & { windowDays: number }, language: Language): Letter {
  const body = about.isRepair ? words.repairBody : words.invitationBody;
  const expires = say(surveyWords.daysFromSending, language, { days: about.windowDays });
  return letter(about, language, { subject: words.invitation, body, expires });
}

/** Returns the only reminder of a survey. */
export function surveyReminder(about: AboutSurvey & { expiresAt: string; zone: string }, language: Language): Letter {
  const expires = moment(about.expiresAt, about.zone, language);
  return letter(about, language, { subject: words.reminder, body: words.reminderBody, expires });
}
