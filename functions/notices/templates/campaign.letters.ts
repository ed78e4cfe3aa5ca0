import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';
import { surveyWords } from './survey.letters.ts';
import { labels } from './ticket-words.ts';
import { moment } from './when.ts';

const words = {
  invitation: text('请您参与：{title}', '請您參與：{title}', 'Please take part: {title}'),
  invitationBody: text(
    '{estate}正在向住户征求意见，共 {questions} 题，点开链接即可作答，无需登录。每题都可以不答。',
    '{estate}正在向住戶徵求意見，共 {questions} 題，點開連結即可作答，無需登入。每題都可以不答。',
    '{estate} asks its households. There are {questions} questions. Open the link to answer; you do not need to log in and may skip any question.',
  ),
  nameless: text(
    '答案不与您的姓名、房号一起保存。',
    '答案不與您的姓名、房號一起保存。',
    'Your answers are kept without your name and home.',
  ),
  reminder: text('提醒您参与：{title}', '提醒您參與：{title}', 'Reminder: {title}'),
  reminderBody: text(
    '前几天我们请您参与「{title}」。如果方便，请在截止前作答；这是唯一的一次提醒。',
    '前幾天我們請您參與「{title}」。如果方便，請在截止前作答；這是唯一的一次提醒。',
    'Some days ago we asked you to take part in “{title}”. If you have a minute, please answer before it closes. We will not remind you again.',
  ),
} as const;

interface AboutCampaign {
  title: Text;
  purpose: Text;
  questions: number;
  estate: string;
  url: string;
}

/** Returns the invitation of a household to a survey (R14.4). The days to answer run from its sending. */
export function campaignInvitation(about: AboutCampaign & { answerDays: number }, language: Language): Letter {
  const { purpose, questions, estate, url, answerDays: days } = about;
  return {
    subject: say(words.invitation, language, { title: about.title }),
    paragraphs: [purpose[language], say(words.invitationBody, language, { estate, questions })],
    facts: [{ label: say(labels.expires, language), value: say(surveyWords.daysFromSending, language, { days }) }],
    button: { label: say(surveyWords.button, language), url },
    after: [say(words.nameless, language)],
  };
}

/** Returns the only reminder of a household. */
export function campaignReminder(
  about: AboutCampaign & { expiresAt: string; zone: string },
  language: Language,
): Letter {
  const { title, purpose, url, expiresAt, zone } = about;
  return {
    subject: say(words.reminder, language, { title }),
    paragraphs: [say(words.reminderBody, language, { title }), purpose[language]],
    facts: [{ label: say(labels.expires, language), value: moment(expiresAt, zone, language) }],
    button: { label: say(surveyWords.button, language), url },
    after: [say(words.nameless, language)],
  };
}
