import { type Language, say, text } from '../../../shared/kernel/language.ts';
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
    '您的事项 {number}「{title}」已办结。问题解决了吗？请用一分钟告诉我们。',
    '您的事項 {number}「{title}」已辦結。問題解決了嗎？請用一分鐘告訴我們。',
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
  button: text('开始评价', '開始評價', 'Start the survey'),
} as const;

interface AboutSurvey extends AboutTicket {
  url: string;
  expiresAt: string;
  zone: string;
}

function letter(about: AboutSurvey, language: Language, what: 'invitation' | 'reminder'): Letter {
  const { number, title, url } = about;
  const body = what === 'invitation' ? words.invitationBody : words.reminderBody;
  return {
    subject: say(words[what], language, { number, title }),
    paragraphs: [say(body, language, { number, title })],
    facts: [{ label: say(labels.expires, language), value: moment(about.expiresAt, about.zone, language) }],
    button: { label: say(words.button, language), url },
    after: [say(words.notFixed, language)],
  };
}

/** Returns the invitation to a survey about a closed ticket (D37). */
export function surveyInvitation(about: AboutSurvey, language: Language): Letter {
  return letter(about, language, 'invitation');
}

/** Returns the only reminder of a survey. */
export function surveyReminder(about: AboutSurvey, language: Language): Letter {
  return letter(about, language, 'reminder');
}
