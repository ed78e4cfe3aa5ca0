import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { languageLinks, shortPage } from '../../../shared/pages/parts.ts';
import { emergencyAdvice } from './emergency-advice.ts';
import { isEvacuated } from './hazard.ts';
import { openQuestions } from './suspicion.ts';
import type { Ticket } from './ticket.ts';

const words = {
  title: text('请确认是否紧急', '請確認是否緊急', 'Is this an emergency?'),
  intro: text(
    '关于您报告的 {number}「{title}」，请回答下面的问题。回答「是」，我们马上派人；一直没有回答，我们会按紧急情况继续处理。',
    '關於您報告的 {number}「{title}」，請回答下面的問題。回答「是」，我們馬上派人；一直沒有回答，我們會按緊急情況繼續處理。',
    'Please answer these questions about {number}, “{title}”. If you answer yes, we send help at once. If you do not answer, we treat it as urgent.',
  ),
  danger: text(
    '如有人身危险，请不要填写，先拨打当地紧急求助电话，再致电客服热线。',
    '如有人身危險，請不要填寫，先撥打當地緊急求助電話，再致電客服專線。',
    'If anyone is in danger, do not fill in this form. Call the emergency services first, then our hotline.',
  ),
  yes: text('是', '是', 'Yes'),
  no: text('否', '否', 'No'),
  send: text('提交', '送出', 'Send'),
  nothing: text('请至少回答一个问题。', '請至少回答一個問題。', 'Please answer at least one question.'),
  rest: text(
    '已记下您的回答。还请回答剩下的问题。',
    '已記下您的回答。還請回答剩下的問題。',
    'Your answers are saved. Please answer the remaining questions too.',
  ),
  emergency: text('我们马上派人', '我們馬上派人', 'Help is on its way'),
  urgent: text('已按加急办理', '已按加急辦理', 'It is being handled as urgent'),
  urgentMore: text(
    '{number} 已按加急办理，我们会尽快与您联系。情况变得危险，请立即致电客服热线。',
    '{number} 已按加急辦理，我們會盡快與您聯絡。情況變得危險，請立即致電客服專線。',
    'We are handling {number} as urgent and will contact you soon. If it becomes dangerous, call our hotline at once.',
  ),
  ordinary: text('谢谢您的回答', '謝謝您的回答', 'Thank you'),
  ordinaryMore: text(
    '{number} 目前没有危险，我们按常规办理。情况有变，请立即致电客服热线。',
    '{number} 目前沒有危險，我們按常規辦理。情況有變，請立即致電客服專線。',
    '{number} is not dangerous at present, so we handle it in the usual way. If anything changes, call our hotline at once.',
  ),
  ended: text('此事已经了结', '此事已經了結', 'This matter is closed'),
  endedMore: text(
    '{number} 已经了结，无需再回答。情况有变，请立即致电客服热线。',
    '{number} 已經了結，無需再回答。情況有變，請立即致電客服專線。',
    '{number} is closed, so there is nothing to answer. If anything changes, call our hotline at once.',
  ),
} as const;

/** What to do when the link does not work. An emergency must not wait for the next e-mail. */
export const adviceWithoutLink = text(
  '请从邮件中重新点开链接。情况紧急，请直接致电客服热线。',
  '請從郵件中重新點開連結。情況緊急，請直接致電客服專線。',
  'Please open the link in our e-mail again. If it is urgent, call our hotline instead.',
);

/** Why the questions are shown again: no answer was given, or some remain. */
export type Again = 'nothing' | 'rest';

/**
 * Returns the page with the open questions of a suspected emergency (R74.2): a form without script, one
 * column on a phone. No answer is preselected, and the page never asks people to leave the building.
 */
export function questionPage(ticket: Ticket, language: Language, again?: Again): string {
  const { number, suspicion } = ticket;
  const title = say(words.title, language);
  const asked = suspicion ? openQuestions(suspicion, language) : [];
  const choice = (name: string, value: 'yes' | 'no') =>
    html`<label><input type="radio" name="${name}" value="${value}">${say(words[value], language)}</label>\n`;
  const body = html`${languageLinks(language)}
<h1>${title}</h1>
<p>${say(words.intro, language, { number, title: ticket.title })}</p>
<p><strong>${say(words.danger, language)}</strong></p>
${again && html`<div role="alert"><p>${say(words[again], language)}</p></div>\n`}<form method="post" accept-charset="utf-8">
${asked.map(
  ({ hazard, question, ask }) => html`<fieldset>
<legend>${ask}</legend>
<div>
${choice(`${hazard}.${question}`, 'yes')}${choice(`${hazard}.${question}`, 'no')}</div>
</fieldset>
`,
)}<button type="submit">${say(words.send, language)}</button>
</form>`;
  return htmlDocument({ language, title, body });
}

/** Returns the page with the outcome, after the answers or when the suspicion was decided before. */
export function decidedPage(ticket: Ticket, language: Language): string {
  const { number, severity, status, hazard, hazardCertain } = ticket;
  if (status === 'resolved' || status === 'closed' || status === 'withdrawn') {
    return shortPage(language, words.ended, say(words.endedMore, language, { number }));
  }
  if (severity === 'emergency') {
    const heading = say(words.emergency, language);
    const leave: Html | false =
      hazardCertain === true &&
      isEvacuated(hazard) &&
      html`<p><strong>${say(emergencyAdvice.leave, language)}</strong></p>`;
    const body = html`${languageLinks(language)}
<h1>${heading}</h1>
${leave}<p>${say(emergencyAdvice.coming, language)}</p>
<p>${number} ${ticket.title}</p>`;
    return htmlDocument({ language, title: heading, body });
  }
  if (severity === 'urgent') return shortPage(language, words.urgent, say(words.urgentMore, language, { number }));
  return shortPage(language, words.ordinary, say(words.ordinaryMore, language, { number }));
}
